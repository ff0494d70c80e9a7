import Model
import Primitives
import TestSupport
import Testing

@testable import Packaging

/// Indexes that are well-formed bytes and say what no index may say.
@Suite(.scratch) struct IndexFormatTests {
    private static let metadata = FileMetadata(
        mode: 0o644,
        owner: 0,
        group: 0,
        modified: FileTime(seconds: 9)
    )
    private static let digest = Digest(words: (1, 2, 3, 4))

    private func entry(
        _ path: String,
        _ content: LayerEntry.Content = .directory,
        metadata: FileMetadata = metadata
    ) throws -> LayerEntry {
        LayerEntry(
            path: path.isEmpty ? .root : try RelativePath(path),
            content: content,
            metadata: metadata,
            package: nil
        )
    }

    private func file(
        size: UInt64 = 3,
        frame: UInt64 = 1,
        extents: [LayerEntry.Extent] = []
    ) -> LayerEntry.Content {
        .file(size: size, digest: Self.digest, frame: frame, extents: extents)
    }

    private func frame(_ number: UInt64, length: Int = 100, starts: Bool = true) -> Frame {
        Frame(
            offset: 0,
            compressedLength: length,
            decodedLength: 1024,
            digest: Digest(words: (number, 0, 0, 0)),
            startsEntry: starts
        )
    }

    private func decode(
        _ entries: [LayerEntry],
        removals: [RelativePath] = [],
        frames: [Frame]? = nil,
        change: (inout IndexHeader) -> Void = { _ in }
    ) throws -> LayerIndex {
        let frames = frames ?? [frame(1), frame(2)]
        var header = IndexHeader(
            kind: .system,
            name: "base",
            edition: "1",
            base: nil,
            archiveLength: frames.reduce(0) { $0 + UInt64($1.compressedLength) },
            archiveDigest: Self.digest,
            entryCount: entries.count,
            removalCount: removals.count,
            frameCount: frames.count,
            packageCount: 0
        )
        change(&header)
        var encoder = IndexEncoder(
            header: header,
            entries: entries,
            removals: removals,
            frames: frames,
            lock: SoftwareLock(packages: [])
        )
        return try LayerIndex.decode(try encoder.encode(), expecting: nil)
    }

    private func refuses(
        _ reason: String,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () throws -> LayerIndex
    ) {
        let error = #expect(throws: PackagingError.self, sourceLocation: sourceLocation) {
            try body()
        }
        #expect(error?.code == .indexMalformed, sourceLocation: sourceLocation)
        #expect(
            error?.description.contains(reason) == true,
            "\(String(describing: error))",
            sourceLocation: sourceLocation
        )
    }

    @Test func acceptsAPlainOne() throws {
        let index = try decode([entry(""), entry("a"), entry("a/f", file())])
        #expect(index.run(of: 1)?.frames == 0..<1)
        #expect(index.run(of: 9) == nil)
    }

    @Test func refusesEntriesOutOfOrder() throws {
        let entries = try [entry(""), entry("b"), entry("a")]
        refuses("out of order") { try decode(entries) }
    }

    @Test func refusesAnEntryTwice() throws {
        let entries = try [entry(""), entry("a"), entry("a")]
        refuses("listed twice") { try decode(entries) }
    }

    @Test func refusesAnEntryBelowAFile() throws {
        let entries = try [entry(""), entry("a", file()), entry("a/b")]
        refuses("no directory") { try decode(entries) }
    }

    @Test func refusesAnEntryBelowASymbolicLink() throws {
        let link = LayerEntry.Content.symbolicLink(target: [47])
        let entries = try [entry(""), entry("a", link), entry("a/b", file())]
        refuses("no directory") { try decode(entries) }
    }

    @Test func refusesAnEntryWhoseDirectoryIsNotListed() throws {
        let entries = try [entry(""), entry("a/b")]
        refuses("not listed") { try decode(entries) }
    }

    @Test func refusesASystemLayerWithoutItsRoot() throws {
        let entries = try [entry("a")]
        refuses("root") { try decode(entries) }
    }

    @Test(arguments: ["missing", "a"])
    func refusesAHardLinkToWhatIsNoFile(target: String) throws {
        let link = LayerEntry.Content.hardLink(of: try RelativePath(target))
        let entries = try [entry(""), entry("a"), entry("b", link)]
        refuses("links to") { try decode(entries) }
    }

    @Test func refusesAHardLinkWithOtherMetadata() throws {
        var other = Self.metadata
        other.mode = 0o4755
        let link = LayerEntry.Content.hardLink(of: try RelativePath("a"))
        let entries = try [entry(""), entry("a", file()), entry("b", link, metadata: other)]
        refuses("differs") { try decode(entries) }
    }

    @Test func refusesAFrameKeyNoFrameHas() throws {
        let entries = try [entry(""), entry("a", file(frame: 77))]
        refuses("does not exist") { try decode(entries) }
    }

    @Test func refusesAFileThatNoFrameHolds() throws {
        let entries = try [entry(""), entry("a", file(frame: 0))]
        refuses("no frame") { try decode(entries) }
    }

    @Test func refusesAFileLargerThanItsFrames() throws {
        let entries = try [entry(""), entry("a", file(size: 1 << 40))]
        refuses("larger") { try decode(entries) }
    }

    @Test func refusesASparseMapThatLeavesTheFile() throws {
        let extents = [LayerEntry.Extent(offset: 0, length: 9)]
        let entries = try [entry(""), entry("a", file(size: 3, extents: extents))]
        refuses("sparse map") { try decode(entries) }
    }

    @Test func refusesFramesThatDoNotFillTheArchive() throws {
        let entries = try [entry("")]
        refuses("fill") { try decode(entries) { $0.archiveLength += 1 } }
    }

    @Test func refusesTwoFramesOfOneKey() throws {
        let entries = try [entry("")]
        refuses("same key") { try decode(entries, frames: [frame(1), frame(1)]) }
    }

    @Test func refusesAFirstFrameThatContinuesAFile() throws {
        let entries = try [entry("")]
        refuses("begins") { try decode(entries, frames: [frame(1, starts: false), frame(2)]) }
    }

    @Test func refusesAFrameThatClaimsTooMuch() throws {
        let entries = try [entry("")]
        refuses("length") { try decode(entries, frames: [frame(1, length: 4000), frame(2)]) }
    }

    @Test func refusesCountsThatAreNotTheHeaders() throws {
        let entries = try [entry("")]
        refuses("promises") { try decode(entries) { $0.entryCount = 2 } }
        refuses("promises") { try decode(entries) { $0.packageCount = 1 } }
    }

    @Test func refusesRemovalsInASystemLayer() throws {
        let entries = try [entry("")]
        let path = try RelativePath("a")
        refuses("remove") { try decode(entries, removals: [path]) }
    }

    @Test func refusesARemovalOfWhatItLists() throws {
        let base = LayerReference(kind: .system, name: "b", edition: "1", index: Self.digest)
        let entries = try [entry("a"), entry("a/b", file())]
        let path = try RelativePath("a")
        refuses("removed and yet listed") {
            try decode(entries, removals: [path]) {
                $0.kind = .application
                $0.base = base
            }
        }
    }

    @Test(
        arguments: [
            [0x80, 0x00], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02], [0x80],
        ] as [[UInt8]]
    )
    func refusesANumberThatIsLongerThanNeedBeOrTooLarge(bytes: [UInt8]) {
        var reader = ByteReader(bytes, subject: "test")
        #expect(throws: PackagingError.self) { try reader.number() }
    }

    @Test(arguments: [0, 1, 127, 128, 300, UInt64(Int64.max), UInt64.max])
    func numbersAreReadAsWritten(number: UInt64) throws {
        var writer = ByteWriter()
        writer.number(number)
        writer.signed(Int64(bitPattern: number))
        var reader = ByteReader(writer.bytes, subject: "test")
        #expect(try reader.number() == number)
        #expect(try reader.signed() == Int64(bitPattern: number))
        try reader.requireEnd()
    }

    @Test(arguments: [
        "/a", "a//b", "a/../b", "./a", "a/", "..", "a\0b", String(repeating: "x", count: 256),
    ])
    func refusesAPathThatIsNone(text: String) {
        var writer = ByteWriter()
        EntryChunk.appendPath(Array(text.utf8), after: [], to: &writer)
        var reader = ByteReader(writer.bytes, subject: "test")
        #expect(throws: PackagingError.self) { try EntryChunk.readPath(&reader, after: []) }
    }

    @Test(arguments: ["a/.", "a/..", "a//b", "a/", "ab/" + String(repeating: "x", count: 256)])
    func refusesAPathMadeInvalidByItsShorterPrefix(text: String) {
        for previous in ["a", "a/", "ab", "ab/xx", "a/.x", "a/..x"] {
            var writer = ByteWriter()
            EntryChunk.appendPath(Array(text.utf8), after: Array(previous.utf8), to: &writer)
            var reader = ByteReader(writer.bytes, subject: "test")
            #expect(throws: PackagingError.self) {
                try EntryChunk.readPath(&reader, after: Array(previous.utf8))
            }
        }
    }

    @Test(arguments: 0..<8) func noMutationOfAChunkTraps(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let link = LayerEntry.Content.hardLink(of: try RelativePath("a/f"))
        let entries = try [
            entry(""), entry("a"), entry("a/f", file()), entry("a/g", link),
            entry("a/s", file(size: 90, extents: [.init(offset: 1, length: 8)])),
            entry("b", .symbolicLink(target: [46])), entry("c", .blockDevice(major: 1, minor: 2)),
        ]
        let chunk = EntryChunk.encode(entries[...])
        let valid = chunk.records + chunk.digests
        var accepted = 0
        for _ in 0..<5_000 {
            var bytes = valid
            for _ in 0...Int(random.next() % 4) {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(
                    truncatingIfNeeded: random.next()
                )
            }
            if random.next() % 4 == 0 { bytes.removeLast(Int(random.next() % 20)) }
            var reader = ByteReader(bytes, subject: "mutated")
            var decoded: [LayerEntry] = []
            do throws(PackagingError) {
                try EntryChunk.decode(&reader, count: entries.count, into: &decoded)
                accepted += 1
                // What is accepted is canonical enough to be written and read again.
                let again = EntryChunk.encode(decoded[...])
                var second = ByteReader(again.records + again.digests, subject: "again")
                var twice: [LayerEntry] = []
                try EntryChunk.decode(&second, count: decoded.count, into: &twice)
                #expect(twice == decoded)
            } catch {
                #expect(error.code == .indexMalformed)
            }
        }
        #expect(accepted < 5_000)
    }
}
