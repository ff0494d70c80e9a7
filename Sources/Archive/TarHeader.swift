internal import Primitives

/// Writes the header blocks of one member: ustar, preceded by a pax extended header where ustar
/// cannot hold a value.
///
/// Written here and not by libarchive because names are bytes: libarchive's writer converts them by
/// the process's locale, and in binary mode marks every non-ASCII name with a keyword at which GNU
/// tar prints a warning. Here a name that is valid UTF-8 goes as pax prescribes, and only another
/// one is marked `hdrcharset=BINARY`. Reading stays libarchive's, so the two check each other.
public enum TarHeader {
    /// The size of a tar block.
    public static let blockSize = 512
    /// The two blocks of zeros that end an archive.
    public static let endOfArchive = [UInt8](repeating: 0, count: 2 * blockSize)

    /// Appends the header of `member` to `bytes`; of a sparse file, the map as well.
    public static func append(_ member: TarMember, to bytes: inout [UInt8]) {
        var map: [UInt8] = []
        if case .file(let size, let extents?) = member.content {
            map = sparseMap(size: size, extents: extents)
        }
        let stored = member.dataLength + UInt64(map.count)
        let records = extendedRecords(member, storedSize: stored)
        if !records.isEmpty {
            var block = UstarBlock()
            block.put(Array("./PaxHeaders".utf8), at: 0, width: 100)
            block.putOctal(0o644, at: 100, width: 8)
            block.finish(type: UInt8(ascii: "x"), size: UInt64(records.count), into: &bytes)
            bytes += records
            pad(&bytes, length: UInt64(records.count))
        }
        ustar(member, storedSize: stored, into: &bytes)
        bytes += map
    }

    /// How many zeros follow `length` bytes of content to fill its last block.
    public static func padding(after length: UInt64) -> Int {
        Int((512 - length % 512) % 512)
    }

    private static func pad(_ bytes: inout [UInt8], length: UInt64) {
        bytes.append(contentsOf: repeatElement(0, count: padding(after: length)))
    }

    /// The member's name in the archive: `./` first, as in a Debian package, `/` after a directory.
    static func name(_ path: RelativePath, isDirectory: Bool) -> [UInt8] {
        let name = Array("./".utf8) + path.bytes
        return isDirectory && !path.isRoot ? name + [UInt8(ascii: "/")] : name
    }

    private static func ustar(_ member: TarMember, storedSize: UInt64, into bytes: inout [UInt8]) {
        let metadata = member.metadata
        var block = UstarBlock()
        var name = name(member.path, isDirectory: member.content == .directory)
        var type = UInt8(ascii: "0")
        switch member.content {
        case .file(_, let extents): if extents != nil { name = Array("./GNUSparseFile.0".utf8) }
        case .hardLink(let target):
            type = UInt8(ascii: "1")
            block.put(self.name(target, isDirectory: false), at: 157, width: 100)
        case .symbolicLink(let target):
            type = UInt8(ascii: "2")
            block.put(target, at: 157, width: 100)
        case .characterDevice(let major, let minor):
            type = UInt8(ascii: "3")
            block.putDevice(major, minor)
        case .blockDevice(let major, let minor):
            type = UInt8(ascii: "4")
            block.putDevice(major, minor)
        case .directory: type = UInt8(ascii: "5")
        case .fifo: type = UInt8(ascii: "6")
        }
        block.put(name, at: 0, width: 100)
        block.putOctal(UInt64(metadata.mode), at: 100, width: 8)
        block.putOctal(UInt64(metadata.owner), at: 108, width: 8)
        block.putOctal(UInt64(metadata.group), at: 116, width: 8)
        block.putOctal(UInt64(max(0, metadata.modified.seconds)), at: 136, width: 12)
        block.finish(type: type, size: storedSize, into: &bytes)
    }

    private static func extendedRecords(_ member: TarMember, storedSize: UInt64) -> [UInt8] {
        var records: [UInt8] = []
        let metadata = member.metadata
        appendNames(member, to: &records)
        if storedSize > UstarBlock.largest(width: 12) {
            PaxRecord.append("size", "\(storedSize)", to: &records)
        }
        if UInt64(metadata.owner) > UstarBlock.largest(width: 8) {
            PaxRecord.append("uid", "\(metadata.owner)", to: &records)
        }
        if UInt64(metadata.group) > UstarBlock.largest(width: 8) {
            PaxRecord.append("gid", "\(metadata.group)", to: &records)
        }
        let time = metadata.modified
        if time.nanoseconds != 0 || time.seconds < 0
            || UInt64(time.seconds) > UstarBlock.largest(width: 12)
        {
            PaxRecord.append("mtime", decimal(time), to: &records)
        }
        for attribute in metadata.attributes {
            let record = PaxAttribute.record(name: attribute.name, value: attribute.value)
            PaxRecord.append(record.key, record.value, to: &records)
            let acls = [
                "system.posix_acl_access": "access", "system.posix_acl_default": "default",
            ]
            if let which = acls[String(decoding: attribute.name, as: UTF8.self)],
                let text = PaxAttribute.aclText(attribute.value)
            {
                PaxRecord.append("SCHILY.acl.\(which)", text, to: &records)
            }
        }
        return records
    }

    private static func appendNames(_ member: TarMember, to records: inout [UInt8]) {
        let path = name(member.path, isDirectory: member.content == .directory)
        var link: [UInt8] = []
        if case .symbolicLink(let target) = member.content { link = target }
        if case .hardLink(let target) = member.content { link = name(target, isDirectory: false) }
        let needsPath = !fits(path)
        let needsLink = !fits(link)
        if needsPath && !isUTF8(path) || needsLink && !isUTF8(link) {
            PaxRecord.append("hdrcharset", "BINARY", to: &records)
        }
        if case .file(let size, .some) = member.content {
            PaxRecord.append("GNU.sparse.major", "1", to: &records)
            PaxRecord.append("GNU.sparse.minor", "0", to: &records)
            PaxRecord.append(Array("GNU.sparse.name".utf8), path, to: &records)
            PaxRecord.append("GNU.sparse.realsize", "\(size)", to: &records)
        } else if needsPath {
            PaxRecord.append(Array("path".utf8), path, to: &records)
        }
        if needsLink { PaxRecord.append(Array("linkpath".utf8), link, to: &records) }
    }

    /// Whether ustar's 100 bytes hold the name whatever the reader's character set.
    private static func fits(_ name: [UInt8]) -> Bool {
        name.count <= 100 && name.allSatisfy { $0 < 0x80 }
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }

    /// Seconds with their fraction, rounded towards nothing: -1.5 is half a second before -1.
    static func decimal(_ time: FileTime) -> String {
        guard time.nanoseconds != 0 else { return "\(time.seconds)" }
        let isNegative = time.seconds < 0
        let whole = isNegative ? -(time.seconds + 1) : time.seconds
        let fraction = isNegative ? 1_000_000_000 - time.nanoseconds : time.nanoseconds
        let digits = String(fraction)
        let zeros = String(repeating: "0", count: 9 - digits.count)
        return "\(isNegative ? "-" : "")\(whole).\(zeros)\(digits)"
    }

    /// The map of GNU's sparse format 1.0, filled to a block: the count, then offset and length of
    /// each part, ended by an empty part where the file ends in a hole.
    private static func sparseMap(size: UInt64, extents: [Range<UInt64>]) -> [UInt8] {
        var parts = extents
        if parts.last?.upperBound != size { parts.append(size..<size) }
        var text = "\(parts.count)\n"
        for part in parts { text += "\(part.lowerBound)\n\(part.count)\n" }
        var bytes = [UInt8](text.utf8)
        pad(&bytes, length: UInt64(bytes.count))
        return bytes
    }
}

/// The 512 bytes of one ustar header.
private struct UstarBlock {
    private var bytes = [UInt8](repeating: 0, count: TarHeader.blockSize)

    /// The largest number `width` bytes of octal text hold, the last byte being NUL.
    static func largest(width: Int) -> UInt64 { 1 << (3 * UInt64(width - 1)) - 1 }

    /// Puts as much of `text` as there is room for; a longer value stands in the pax header.
    mutating func put(_ text: [UInt8], at offset: Int, width: Int) {
        for (index, byte) in text.prefix(width).enumerated() { bytes[offset + index] = byte }
    }

    /// Puts a number, or 0 where the pax header holds it.
    mutating func putOctal(_ number: UInt64, at offset: Int, width: Int) {
        var rest = number > Self.largest(width: width) ? 0 : number
        for index in stride(from: width - 2, through: 0, by: -1) {
            bytes[offset + index] = UInt8(ascii: "0") + UInt8(rest & 7)
            rest >>= 3
        }
    }

    mutating func putDevice(_ major: UInt32, _ minor: UInt32) {
        putOctal(UInt64(major), at: 329, width: 8)
        putOctal(UInt64(minor), at: 337, width: 8)
    }

    mutating func finish(type: UInt8, size: UInt64, into output: inout [UInt8]) {
        putOctal(size, at: 124, width: 12)
        bytes[156] = type
        put(Array("ustar".utf8) + [0] + Array("00".utf8), at: 257, width: 8)
        put([UInt8](repeating: UInt8(ascii: " "), count: 8), at: 148, width: 8)
        let sum = bytes.reduce(UInt64(0)) { $0 + UInt64($1) }
        putOctal(sum, at: 148, width: 7)
        bytes[154] = 0
        output += bytes
    }
}
