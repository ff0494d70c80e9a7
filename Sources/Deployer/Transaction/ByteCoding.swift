internal import Primitives

/// Writes Deployer's own binary forms: big-endian integers and counted bytes.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func raw(_ more: [UInt8]) { bytes += more }

    mutating func integer(_ value: some FixedWidthInteger & UnsignedInteger) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    mutating func counted(_ more: [UInt8]) {
        integer(UInt32(clamping: more.count))
        bytes += more
    }

    mutating func time(_ time: FileTime) {
        integer(UInt64(bitPattern: time.seconds))
        integer(time.nanoseconds)
    }

    mutating func metadata(_ metadata: FileMetadata) {
        integer(metadata.mode)
        integer(metadata.owner)
        integer(metadata.group)
        time(metadata.modified)
        integer(UInt16(clamping: metadata.attributes.count))
        for attribute in metadata.attributes {
            counted(attribute.name)
            counted(attribute.value)
        }
    }

    /// Writes a record: length and CRC-32 go before what `body` writes.
    mutating func record(_ body: (inout ByteWriter) -> Void) {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: 8))
        body(&self)
        let length = UInt32(clamping: bytes.count - start - 8)
        let sum = CRC32.checksum(bytes[(start + 8)...])
        for index in 0..<4 {
            bytes[start + index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * index))
            bytes[start + 4 + index] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * index))
        }
    }
}

/// Reads what ``ByteWriter`` wrote and trusts none of it.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private(set) var position: Int

    init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position == bytes.endIndex }

    func fault(_ detail: String) -> PrimitivesError {
        PrimitivesError(.jsonInvalidValue, subject: "byte \(position)", detail: detail)
    }

    mutating func raw(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= bytes.endIndex - position else { return nil }
        defer { position += count }
        return bytes[position..<(position + count)]
    }

    mutating func integer<Value: FixedWidthInteger & UnsignedInteger>(
        _ type: Value.Type
    ) -> Value? {
        raw(Value.bitWidth / 8)?.reduce(0) { $0 << 8 | Value($1) }
    }

    mutating func counted() -> ArraySlice<UInt8>? {
        integer(UInt32.self).flatMap { raw(Int($0)) }
    }

    mutating func path() throws(PrimitivesError) -> RelativePath {
        guard let bytes = counted() else { throw fault("a path is cut") }
        return bytes.isEmpty ? .root : try RelativePath(bytes: bytes)
    }

    mutating func time() -> FileTime? {
        guard let seconds = integer(UInt64.self), let nanoseconds = integer(UInt32.self) else {
            return nil
        }
        return FileTime(seconds: Int64(bitPattern: seconds), nanoseconds: nanoseconds)
    }

    mutating func metadata() throws(PrimitivesError) -> FileMetadata {
        guard let mode = integer(UInt16.self), let owner = integer(UInt32.self),
            let group = integer(UInt32.self), let modified = time(),
            let count = integer(UInt16.self)
        else { throw fault("metadata is cut") }
        var attributes: [ExtendedAttribute] = []
        for _ in 0..<count {
            guard let name = counted(), let value = counted() else {
                throw fault("an attribute is cut")
            }
            attributes.append(ExtendedAttribute(name: [UInt8](name), value: [UInt8](value)))
        }
        return FileMetadata(
            mode: mode,
            owner: owner,
            group: group,
            modified: modified,
            attributes: attributes
        )
    }

    /// The payload of the next record, its checksum verified.
    mutating func record() throws(PrimitivesError) -> ArraySlice<UInt8> {
        guard let length = integer(UInt32.self), let sum = integer(UInt32.self),
            let payload = raw(Int(length))
        else { throw fault("a record is cut") }
        guard CRC32.checksum(payload) == sum else { throw fault("a record's checksum is wrong") }
        return payload
    }
}

/// The checksum of IEEE 802.3, which finds damage and proves nothing against intent.
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }

    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        let table = table
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum = sum >> 8 ^ table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)]
        }
        return ~sum
    }
}
