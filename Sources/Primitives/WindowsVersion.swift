/// A version as Windows software writes it: numbers separated by dots, compared one by one.
///
/// Most have one to four numbers, some more. `DisplayVersion` is free text, so reading is tolerant:
/// a leading `v` is skipped, and what follows the numbers (` (x64)`, `-beta2`, `.x`) is kept in
/// ``suffix`` but takes no part in comparison. Callers that must not guess look at ``isExact``.
/// A missing number is 0, so `1.2` and `1.2.0.0` are equal, and hash alike.
public struct WindowsVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The version as it was written, without spaces around it.
    public let description: String
    /// The numbers, first to last, as many as were written.
    public let components: [UInt64]
    /// What follows the numbers, or an empty text.
    public let suffix: String

    /// Reads a version.
    ///
    /// - Throws: ``PrimitivesError`` when the text does not start with a number, after an optional
    ///   `v`, or when a number is over 64 bits.
    public init(_ text: String) throws(PrimitivesError) {
        var rest = Self.trimmed(text)
        description = String(decoding: rest, as: UTF8.self)
        if let first = rest.first, first | 0x20 == UInt8(ascii: "v") { rest.removeFirst() }
        var components: [UInt64] = []
        while let first = rest.first, components.isEmpty || first == UInt8(ascii: ".") {
            let start = components.isEmpty ? rest.startIndex : rest.startIndex + 1
            let run = rest[start...].prefix(while: ByteClass.isDigit)
            guard !run.isEmpty else { break }
            guard let number = UInt64(String(decoding: run, as: UTF8.self)) else {
                throw PrimitivesError(
                    .versionMalformed,
                    subject: text,
                    detail: "a number is over 64 bits"
                )
            }
            components.append(number)
            rest = rest[run.endIndex...]
        }
        guard !components.isEmpty else {
            throw PrimitivesError(
                .versionMalformed,
                subject: text,
                detail: "expected numbers separated by dots"
            )
        }
        self.components = components
        suffix = String(decoding: rest, as: UTF8.self)
    }

    /// Whether the numbers are the whole version.
    public var isExact: Bool { suffix.isEmpty }

    /// Whether the numbers are the same, missing ones being 0.
    public static func == (left: WindowsVersion, right: WindowsVersion) -> Bool {
        left.significant == right.significant
    }

    /// Orders versions number by number, missing ones being 0.
    public static func < (left: WindowsVersion, right: WindowsVersion) -> Bool {
        left.significant.lexicographicallyPrecedes(right.significant)
    }

    /// Feeds the numbers, without the zeros at the end.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(significant)
    }

    private var significant: ArraySlice<UInt64> {
        guard let last = components.lastIndex(where: { $0 != 0 }) else { return [] }
        return components[...last]
    }

    /// The bytes without control characters and spaces, the no-break one included, at both ends.
    private static func trimmed(_ text: String) -> ArraySlice<UInt8> {
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar.value <= 0x20 || scalar.value == 0x7F || scalar.properties.isWhitespace
        }
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        return [UInt8](String(scalars).utf8)[...]
    }
}
