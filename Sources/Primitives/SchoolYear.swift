/// A school year, written `2026-2027`; it starts on 1 September (convention, Article 7).
public struct SchoolYear: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The calendar year in which the school year starts.
    public let startYear: Int

    /// The school year that starts on 1 September of `startYear`.
    public init(startingIn startYear: Int) {
        self.startYear = startYear
    }

    /// Reads `2026-2027`.
    ///
    /// - Throws: ``PrimitivesError`` for any other form, or years that do not follow each other.
    public init(_ text: String) throws(PrimitivesError) {
        let bytes = [UInt8](text.utf8)
        guard bytes.count == 9, bytes[4] == UInt8(ascii: "-"),
            let first = DecimalDigits.value(bytes[0..<4]),
            let second = DecimalDigits.value(bytes[5..<9]), second == first + 1
        else {
            throw PrimitivesError(
                .schoolYearMalformed,
                subject: text,
                detail: "expected two years that follow each other, such as 2026-2027"
            )
        }
        startYear = first
    }

    /// The school year that `day` belongs to.
    public init(containing day: Day) {
        startYear = day.month >= 9 ? day.year : day.year - 1
    }

    /// `2026-2027`.
    public var description: String {
        "\(DecimalDigits.padded(startYear, 4))-\(DecimalDigits.padded(startYear + 1, 4))"
    }

    /// Orders years as they pass.
    public static func < (left: SchoolYear, right: SchoolYear) -> Bool {
        left.startYear < right.startYear
    }
}
