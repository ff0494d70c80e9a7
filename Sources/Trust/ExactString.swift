/// A string whose identity is its bytes.
///
/// Swift compares strings by canonical equivalence, so that two spellings of `é` are one key of a
/// dictionary; in signed documents they are two names. Role names, key ids and target paths are
/// compared, hashed and ordered through this type only.
public struct ExactString: Hashable, Comparable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// The string.
    public let text: String

    /// Takes the bytes of `text` as they are.
    public init(_ text: String) {
        self.text = text
    }

    /// Takes the bytes of a literal as they are.
    public init(stringLiteral text: String) {
        self.text = text
    }

    /// The string.
    public var description: String { text }

    /// Whether the bytes are the same.
    public static func == (left: ExactString, right: ExactString) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Orders by bytes.
    public static func < (left: ExactString, right: ExactString) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    /// Feeds the bytes.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
