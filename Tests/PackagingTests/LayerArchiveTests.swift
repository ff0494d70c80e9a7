import Archive
import Model
import Platform
import Primitives
import TestSupport
import Testing
import Trust

@testable import Packaging

/// Archives whose hashes are right and whose members are not what the index says.
@Suite(.scratch, .tags(.medium)) struct LayerArchiveTests {
    private struct Collector: EntrySink {
        var contents: [RelativePath: [UInt8]] = [:]
        var wanted: (LayerEntry) -> Bool = { _ in true }

        mutating func begin(_ entry: LayerEntry) throws(PackagingError) -> Bool { wanted(entry) }
        mutating func write(_ bytes: RawSpan, at offset: UInt64) throws(PackagingError) {
            guard let path = current else { return }
            for index in 0..<bytes.byteCount {
                contents[path, default: []].append(
                    bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
                )
            }
        }
        mutating func end(_ entry: LayerEntry) throws(PackagingError) {}
        var current: RelativePath?
    }

    private static let metadata = FileMetadata(
        mode: 0o644,
        owner: 0,
        group: 0,
        modified: FileTime(seconds: 9)
    )

    private func tar(_ members: [(TarMember, [UInt8])]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (member, data) in members {
            TarHeader.append(member, to: &bytes)
            bytes += data
            bytes += [UInt8](repeating: 0, count: TarHeader.padding(after: UInt64(data.count)))
        }
        return bytes
    }

    private func member(_ path: String, _ content: TarMember.Content) throws -> TarMember {
        TarMember(
            path: path.isEmpty ? .root : try RelativePath(path),
            content: content,
            metadata: Self.metadata
        )
    }

    private func file(_ path: String, _ text: String) throws -> (TarMember, [UInt8]) {
        let bytes = Array(text.utf8)
        return (try member(path, .file(size: UInt64(bytes.count), extents: nil)), bytes)
    }

    /// An index that lists the root and `a` = "one", over an archive of the streams given.
    private func package(_ stream: [UInt8]) throws -> LayerArchive {
        let frames = try [stream, TarHeader.endOfArchive].map {
            ($0.count, try Zstandard.compress($0, level: 3))
        }
        var rows: [Frame] = []
        var archive: [UInt8] = []
        for (decoded, bytes) in frames {
            rows.append(
                Frame(
                    offset: UInt64(archive.count),
                    compressedLength: bytes.count,
                    decodedLength: decoded,
                    digest: SHA256Hasher.digest(of: bytes),
                    startsEntry: true
                )
            )
            archive += bytes
        }
        let content = LayerEntry.Content.file(
            size: 3,
            digest: SHA256Hasher.digest(of: Array("one".utf8)),
            frame: rows[0].digest.prefix,
            extents: []
        )
        let entries = [
            LayerEntry(path: .root, content: .directory, metadata: Self.metadata, package: nil),
            LayerEntry(
                path: try RelativePath("a"),
                content: content,
                metadata: Self.metadata,
                package: nil
            ),
        ]
        let header = IndexHeader(
            kind: .system,
            name: "x",
            edition: "1",
            base: nil,
            archiveLength: UInt64(archive.count),
            archiveDigest: SHA256Hasher.digest(of: archive),
            entryCount: 2,
            removalCount: 0,
            frameCount: 2,
            packageCount: 0
        )
        var encoder = IndexEncoder(
            header: header,
            entries: entries,
            removals: [],
            frames: rows,
            lock: SoftwareLock(packages: [])
        )
        let index = try LayerIndex.decode(try encoder.encode(), expecting: nil)
        return try LayerArchive(index: index, source: MemoryByteSource(archive))
    }

    private func read(_ stream: [UInt8]) throws {
        let layer = try package(stream)
        var sink = Collector()
        for run in layer.index.runs { try layer.read(run, into: &sink) }
    }

    private func refuses(
        _ code: PackagingError.Code,
        _ stream: [UInt8],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: PackagingError.self, sourceLocation: sourceLocation) {
            try read(stream)
        }
        #expect(error?.code == code, "\(String(describing: error))", sourceLocation: sourceLocation)
    }

    @Test func acceptsWhatTheIndexLists() throws {
        try read(tar([(member("", .directory), []), file("a", "one")]))
    }

    @Test func refusesAMemberTheIndexDoesNotList() throws {
        refuses(.memberUnlisted, tar([try file("a", "one"), try file("b", "two")]))
    }

    @Test func refusesAMemberTwice() throws {
        refuses(.memberUnlisted, tar([try file("a", "one"), try file("a", "one")]))
    }

    @Test func refusesAnArchiveThatLacksAMember() throws {
        refuses(.memberMissing, tar([(try member("", .directory), [])]))
    }

    @Test func refusesAnotherSize() throws {
        refuses(.memberDiffers, tar([try file("a", "three")]))
    }

    @Test func refusesAnotherContent() throws {
        refuses(.contentMismatch, tar([try file("a", "two")]))
    }

    @Test func refusesAnotherType() throws {
        refuses(.memberDiffers, tar([(try member("a", .symbolicLink(target: [47])), [])]))
    }

    @Test func refusesAnotherMode() throws {
        var metadata = Self.metadata
        metadata.mode = 0o4755
        let path = try RelativePath("a")
        let changed = TarMember(
            path: path,
            content: .file(size: 3, extents: nil),
            metadata: metadata
        )
        refuses(.memberDiffers, tar([(changed, Array("one".utf8))]))
    }

    @Test func refusesAnAbsoluteName() throws {
        var bytes = tar([try file("a", "one")])
        bytes.replaceSubrange(0..<3, with: Array("/aa".utf8))
        let sum = bytes[0..<512].enumerated().reduce(0) {
            $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element))
        }
        let octal = Array(String(sum, radix: 8).utf8)
        let digits = [UInt8](repeating: 48, count: 6 - octal.count) + octal
        bytes.replaceSubrange(148..<154, with: digits)
        refuses(.memberUnlisted, bytes)
    }

    @Test func refusesBytesBehindTheLastMember() throws {
        let stream = tar([try file("a", "one")])
        refuses(.memberUnlisted, stream + TarHeader.endOfArchive)
        refuses(.archiveMalformed, stream + [UInt8](repeating: 3, count: 512))
    }

    @Test func refusesAFrameWithAFlippedByteBeforeDecodingIt() throws {
        let root = try Fixture.directory("root")
        try Tree {
            RegularFile("a", "one"); RegularFile("b", "two")
        }.write(to: root)
        let built = try Fixture.build(root)
        let index = try built.decoded
        for position in built.archive.indices {
            var bytes = built.archive
            bytes[position] ^= 1
            let layer = try LayerArchive(index: index, source: MemoryByteSource(bytes))
            let run = try #require(
                index.runs.first {
                    let frames = index.frames[$0.frames]
                    return frames.contains {
                        $0.offset <= position
                            && UInt64(position) < $0.offset + UInt64($0.compressedLength)
                    }
                }
            )
            var sink = Collector()
            let error = #expect(throws: PackagingError.self) { try layer.read(run, into: &sink) }
            #expect(error?.code == .frameMismatch)
        }
    }

    @Test func refusesAnArchiveOfAnotherLength() throws {
        let root = try Fixture.directory("root")
        try Tree { RegularFile("a", "one") }.write(to: root)
        let built = try Fixture.build(root)
        let error = #expect(throws: PackagingError.self) {
            try LayerArchive(
                index: built.decoded,
                source: MemoryByteSource(built.archive + [0])
            )
        }
        #expect(error?.code == .archiveMismatch)
    }

    @Test func aWholePackageOfEverythingVerifies() throws {
        let root = try Fixture.directory("root")
        try Fixture.writeEverything(to: root)
        let built = try Fixture.build(root)
        let report = try PackageVerifier(workers: Workers(count: 2)).verify(
            index: built.index,
            expecting: built.report.reference.index,
            archive: MemoryByteSource(built.archive)
        )
        #expect(report.entryCount == built.report.entryCount)
    }

    @Test func aSinkThatWantsNothingIsGivenNothing() throws {
        let root = try Fixture.directory("root")
        try Tree { RegularFile("a", "one") }.write(to: root)
        let layer = try Fixture.build(root).layer()
        var sink = Collector()
        sink.wanted = { _ in false }
        for run in layer.index.runs { try layer.read(run, into: &sink) }
        #expect(sink.contents.isEmpty)
    }
}
