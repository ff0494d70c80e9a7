/// Text written with plain spaces and set with French typography.
///
/// Literals get narrow no-break spaces before `: ; ? ! »` and after `«`; interpolated values, which
/// may be anybody's, are left as they are.
struct FrenchText: ExpressibleByStringInterpolation {
    let text: String

    init(stringLiteral value: String) {
        text = Self.set(value)
    }

    init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
    }

    private init(_ text: String) { self.text = text }

    /// One text after the other, for a sentence that takes several lines of source.
    static func + (left: FrenchText, right: FrenchText) -> FrenchText {
        FrenchText(left.text + right.text)
    }

    struct Interpolation: StringInterpolationProtocol {
        var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity)
        }

        mutating func appendLiteral(_ literal: String) { text += FrenchText.set(literal) }
        mutating func appendInterpolation(_ value: String) { text += value }
        mutating func appendInterpolation(_ value: Int) {
            text += Numbers.grouped(value, "\u{202F}")
        }
    }

    private static func set(_ literal: String) -> String {
        var result = literal
        for mark in [":", ";", "?", "!", "»", "%"] {
            result = result.replacing(" " + mark, with: "\u{202F}" + mark)
        }
        return result.replacing("« ", with: "«\u{202F}").replacing("'", with: "’")
    }
}

/// Numbers as text, without the platform's locale data.
enum Numbers {
    /// `number` in groups of three digits.
    static func grouped(_ number: Int, _ separator: String) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += separator }
            text.append(digit)
        }
        return text
    }

    /// `bytes` in the largest unit that leaves at least one, with one decimal below ten.
    static func scaled(
        _ bytes: UInt64,
        base: UInt64,
        units: [String],
        decimal: String,
        space: String
    ) -> String {
        var divisor: UInt64 = 1
        var unit = 0
        while unit + 1 < units.count, bytes / divisor >= base {
            divisor *= base
            unit += 1
        }
        let whole = bytes / divisor
        // The remainder is below the divisor, at most a tenth of the greatest number.
        let tenth = bytes % divisor * 10 / divisor
        let shown =
            unit == 0 || whole >= 10 || tenth == 0 ? "\(whole)" : "\(whole)\(decimal)\(tenth)"
        return shown + space + units[unit]
    }
}
