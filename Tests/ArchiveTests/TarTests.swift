import Archive
import Primitives
import TestSupport
import Testing

/// Gives a stream in pieces of a few sizes, to meet every boundary.
struct PieceSource: TarSource {
    var bytes: [UInt8]
    var piece: Int
    var hasFailed: Bool { false }

    mutating func next(_ block: inout [UInt8]) -> Bool {
        guard !bytes.isEmpty else { return false }
        block = Array(bytes.prefix(piece))
        bytes.removeFirst(block.count)
        return true
    }
}

@Suite struct TarTests {
    static let metadata = FileMetadata(
        mode: 0o4755,
        owner: 3_000_000,
        group: 7,
        modified: FileTime(seconds: 1_700_000_000, nanoseconds: 123_456_789)
    )

    private func member(_ path: [UInt8], _ content: TarMember.Content) throws -> TarMember {
        TarMember(
            path: try RelativePath(bytes: path),
            content: content,
            metadata: Self.metadata
        )
    }

    private func readBack(_ stream: [UInt8], piece: Int = 512) throws -> [TarMember] {
        var reader = try TarReader.open(PieceSource(bytes: stream, piece: piece))
        var members: [TarMember] = []
        while let next = try reader.next() { members.append(next) }
        return members
    }

    private func roundTrip(_ member: TarMember, data: [UInt8] = []) throws -> TarMember? {
        var bytes: [UInt8] = []
        TarHeader.append(member, to: &bytes)
        bytes += data
        bytes += [UInt8](repeating: 0, count: TarHeader.padding(after: UInt64(data.count)))
        return try readBack(bytes + TarHeader.endOfArchive).first
    }

    @Test(arguments: [
        Array("plain".utf8), Array("Fő tanúsítvány".utf8), [0x63, 0xE9, 0xFF, 0x0A],
        [UInt8](repeating: 0x61, count: 250),
        Array(String(repeating: "directory/", count: 60).utf8) + [0xE9],
    ])
    func everyNameSurvivesByteForByte(name: [UInt8]) throws {
        let file = try member(name, .file(size: 3, extents: nil))
        #expect(try roundTrip(file, data: [1, 2, 3]) == file)
    }

    @Test(arguments: [
        TarMember.Content.symbolicLink(target: Array("../é".utf8) + [0xFF]),
        .symbolicLink(target: [UInt8](repeating: 0x62, count: 300)), .fifo, .directory,
        .characterDevice(major: 5, minor: 1_048_575), .blockDevice(major: 259, minor: 3),
    ])
    func everyTypeSurvives(content: TarMember.Content) throws {
        let original = try member(Array("name".utf8), content)
        #expect(try roundTrip(original) == original)
    }

    @Test func attributesSurviveWhateverTheirNamesAndValues() throws {
        let attributes = [
            ExtendedAttribute(name: Array("user.a=b%c".utf8), value: [0, 10, 61, 255]),
            ExtendedAttribute(name: Array("security.capability".utf8), value: [1, 0, 0, 2, 0]),
            ExtendedAttribute(name: Array("user.empty".utf8), value: []),
        ]
        var metadata = Self.metadata
        metadata.attributes = attributes.sorted()
        let original = TarMember(
            path: try RelativePath("x"),
            content: .file(size: 0, extents: nil),
            metadata: metadata
        )
        #expect(try roundTrip(original)?.metadata.attributes == metadata.attributes)
    }

    @Test(
        arguments: [
            [0..<4096, 8192..<12288], [4096..<8192], [],
        ] as [[Range<UInt64>]]
    )
    func aSparseMapSurvives(extents: [Range<UInt64>]) throws {
        let original = try member(
            Array("sparse".utf8),
            .file(size: 20480, extents: extents)
        )
        let data = [UInt8](repeating: 9, count: Int(original.dataLength))
        #expect(try roundTrip(original, data: data) == original)
    }

    @Test func aSizeOverEightGibibytesIsWritten() throws {
        let size: UInt64 = 9 << 30
        let original = try member(Array("large".utf8), .file(size: size, extents: nil))
        var header: [UInt8] = []
        TarHeader.append(original, to: &header)
        var reader = try TarReader.open(PieceSource(bytes: header, piece: 512))
        let found = try reader.next()
        #expect(found == original)
    }

    @Test func aTimeBefore1970IsWrittenAsGNUTarWritesIt() throws {
        var bytes: [UInt8] = []
        let metadata = FileMetadata(
            mode: 0o644,
            owner: 0,
            group: 0,
            modified: FileTime(seconds: -2, nanoseconds: 500_000_000)
        )
        TarHeader.append(
            TarMember(
                path: try RelativePath("old"),
                content: .fifo,
                metadata: metadata
            ),
            to: &bytes
        )
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains(" mtime=-1.500000000\n"))
    }

    @Test func onlyANameThatIsNotUTF8IsMarkedBinary() throws {
        func header(_ name: [UInt8]) throws -> String {
            var bytes: [UInt8] = []
            TarHeader.append(try member(name, .fifo), to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(!(try header(Array("é".utf8)).contains("hdrcharset")))
        #expect(try header([0xE9]).contains("hdrcharset=BINARY\n"))
    }

    @Test(arguments: ["/etc/passwd", "./../etc/passwd", "etc/passwd", "./a/../../b", "./a//b"])
    func refusesANameThatIsNoPathBelowTheRoot(name: String) throws {
        var bytes: [UInt8] = []
        TarHeader.append(try member(Array("x".utf8), .fifo), to: &bytes)
        bytes = forge(bytes, name: name)
        let error = #expect(throws: ArchiveError.self) { try readBack(bytes) }
        #expect(error?.code == .memberRefused)
    }

    /// Puts another name into the last header block and corrects its checksum.
    private func forge(_ bytes: [UInt8], name: String) -> [UInt8] {
        var block = Array(bytes.suffix(512))
        for index in 0..<100 { block[index] = 0 }
        for (index, byte) in name.utf8.enumerated() { block[index] = byte }
        for index in 148..<156 { block[index] = UInt8(ascii: " ") }
        let sum = block.reduce(0) { $0 + Int($1) }
        let octal = Array(String(sum, radix: 8).utf8)
        let digits = [UInt8](repeating: UInt8(ascii: "0"), count: 6 - octal.count) + octal
        for (index, digit) in digits.enumerated() { block[148 + index] = digit }
        block[154] = 0
        return bytes.dropLast(512) + block
    }

    @Test func refusesRandomBytes() {
        var random = SplitMix64(seed: 1)
        let noise = random.bytes(10_240)
        #expect(throws: ArchiveError.self) { try readBack(noise) }
    }

    @Test(arguments: [1, 100, 512, 65536])
    func contentArrivesWholeWhateverTheBlocks(piece: Int) throws {
        var random = SplitMix64(seed: 5)
        let content = random.bytes(70_000)
        var bytes: [UInt8] = []
        TarHeader.append(
            try member(Array("x".utf8), .file(size: UInt64(content.count), extents: nil)),
            to: &bytes
        )
        bytes += content + [UInt8](repeating: 0, count: TarHeader.padding(after: 70_000))
        var reader = try TarReader.open(PieceSource(bytes: bytes, piece: piece))
        _ = try reader.next()
        var found = [UInt8](repeating: 0, count: content.count)
        var isMore = true
        while isMore {
            isMore = try reader.readContent(
                { span, offset throws(ArchiveError) in
                    for index in 0..<span.byteCount {
                        found[Int(offset) + index] = span.unsafeLoad(
                            fromByteOffset: index,
                            as: UInt8.self
                        )
                    }
                },
                mapping: { $0 }
            )
        }
        #expect(found == content)
    }
}
