internal import Primitives

/// Reads what ``ByteWriter`` wrote and refuses anything it would not have written.
struct ByteReader {
    let bytes: [UInt8]
    private(set) var position: Int
    private let end: Int
    /// Names the chunk in errors.
    private let subject: String

    init(_ bytes: [UInt8], subject: String) {
        self.bytes = bytes
        position = 0
        end = bytes.count
        self.subject = subject
    }

    var remaining: Int { end - position }

    func fault(_ detail: String) -> PackagingError {
        PackagingError(.indexMalformed, subject: "\(subject), byte \(position)", detail: detail)
    }

    mutating func byte() throws(PackagingError) -> UInt8 {
        guard position < end else { throw fault("it ends too early") }
        let value = bytes[position]
        position += 1
        return value
    }

    mutating func number() throws(PackagingError) -> UInt64 {
        let first = try byte()
        guard first >= 0x80 else { return UInt64(first) }
        var value = UInt64(first & 0x7F)
        var shift: UInt64 = 7
        while true {
            let next = try byte()
            guard shift < 63 || next <= 1 else { throw fault("a number is over 64 bits") }
            value |= UInt64(next & 0x7F) << shift
            guard next >= 0x80 else {
                guard next != 0 else { throw fault("a number is longer than it need be") }
                return value
            }
            shift += 7
        }
    }

    /// A number at most `limit`.
    mutating func number(limit: Int, _ what: StaticString) throws(PackagingError) -> Int {
        let value = try number()
        guard value <= UInt64(max(0, limit)) else {
            throw fault("\(what) is \(value) where at most \(limit) is possible")
        }
        return Int(value)
    }

    mutating func number32(_ what: StaticString) throws(PackagingError) -> UInt32 {
        let value = try number()
        guard let small = UInt32(exactly: value) else { throw fault("\(what) is over 32 bits") }
        return small
    }

    mutating func signed() throws(PackagingError) -> Int64 {
        let value = try number()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// The next `count` bytes.
    mutating func slice(_ count: Int) throws(PackagingError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else { throw fault("it ends too early") }
        let start = position
        position += count
        return bytes[start..<position]
    }

    mutating func counted(limit: Int, _ what: StaticString) throws(PackagingError) -> [UInt8] {
        [UInt8](try slice(try number(limit: min(limit, remaining), what)))
    }

    mutating func text(limit: Int, _ what: StaticString) throws(PackagingError) -> String {
        let raw = try counted(limit: limit, what)
        guard let text = String(validating: raw, as: UTF8.self), !raw.contains(0) else {
            throw fault("\(what) is not UTF-8 text")
        }
        return text
    }

    mutating func fixed32() throws(PackagingError) -> UInt32 {
        guard remaining >= 4 else { throw fault("it ends too early") }
        var value: UInt32 = 0
        for index in 0..<4 { value |= UInt32(bytes[position + index]) << (8 * UInt32(index)) }
        position += 4
        return value
    }

    mutating func fixed64() throws(PackagingError) -> UInt64 {
        guard remaining >= 8 else { throw fault("it ends too early") }
        var value: UInt64 = 0
        for index in 0..<8 { value = value << 8 | UInt64(bytes[position + index]) }
        position += 8
        return value
    }

    mutating func digest() throws(PackagingError) -> Digest {
        guard remaining >= Digest.byteCount else { throw fault("it ends too early") }
        return Digest(words: (try fixed64(), try fixed64(), try fixed64(), try fixed64()))
    }

    func requireEnd() throws(PackagingError) {
        guard remaining == 0 else { throw fault("\(remaining) bytes follow its end") }
    }
}
