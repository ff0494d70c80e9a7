/// A school's UAI code: three digits of département, four of number, one check letter.
///
/// The letter is the seven-digit number modulo 23 in an alphabet without I, O and Q. Lower case and
/// spaces are accepted when read; the value is always upper case.
public struct SchoolCode: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The eight characters, upper case.
    public let description: String

    private static let keys = [UInt8]("ABCDEFGHJKLMNPRSTUVWXYZ".utf8)

    /// Reads a code and checks its letter.
    ///
    /// - Throws: ``PrimitivesError`` for another form or a letter that does not match.
    public init(_ text: String) throws(PrimitivesError) {
        let bytes = text.utf8.filter { $0 != UInt8(ascii: " ") }
        guard bytes.count == 8, let number = DecimalDigits.value(bytes[0..<7]) else {
            throw PrimitivesError(
                .schoolCodeMalformed,
                subject: text,
                detail: "expected seven digits and a letter"
            )
        }
        let letter =
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[7]) ? bytes[7] - 32 : bytes[7]
        let expected = Self.keys[number % Self.keys.count]
        guard letter == expected else {
            let key = String(decoding: [expected], as: UTF8.self)
            throw PrimitivesError(
                .schoolCodeMalformed,
                subject: text,
                detail: "the check letter should be \(key)"
            )
        }
        description = String(decoding: bytes[0..<7] + [letter], as: UTF8.self)
    }

    /// The three digits of the département.
    public var department: String { String(description.prefix(3)) }

    /// Orders codes as text.
    public static func < (left: SchoolCode, right: SchoolCode) -> Bool {
        left.description < right.description
    }
}
