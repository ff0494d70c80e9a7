/// What the head of an INF file says of a driver package.
///
/// Format: Microsoft, "General syntax rules for INF files"; UTF-16 with its mark, or a code page of
/// which only the ASCII part is relied on.
package struct InfFile: Sendable, Equatable {
    package private(set) var provider = ""
    package private(set) var version = ""
    /// The class, such as `Net`.
    package private(set) var className = ""
    /// The class's number, in lower case.
    package private(set) var classID = ""

    /// The entries of `[Version]` that are read.
    private enum Name: String { case provider, driverver, `class`, classguid }

    /// Reads a file; what has no `[Version]` gives empty answers.
    package init(_ bytes: [UInt8]) {
        var values: [Name: String] = [:]
        var texts: [String: String] = [:]
        var section = ""
        for line in Self.lines(Self.text(bytes)) {
            if line.first == "[" {
                section = line.dropFirst().prefix { $0 != "]" }.lowercased()
                continue
            }
            guard let equals = line.firstIndex(of: "="), values.count < 4 || section == "strings"
            else { continue }
            let key = Self.trimmed(line[..<equals]).lowercased()
            let value = Self.value(line[line.index(after: equals)...])
            if section == "version", let name = Name(rawValue: key) {
                values[name] = values[name] ?? value
            } else if section == "strings", texts.count < ReadingLimits.infTexts {
                texts[key] = texts[key] ?? value
            }
        }
        func resolved(_ name: Name) -> String {
            let value = values[name] ?? ""
            guard value.count > 2, value.first == "%", value.last == "%" else { return value }
            return texts[value.dropFirst().dropLast().lowercased()] ?? value
        }
        provider = resolved(.provider)
        className = resolved(.class)
        classID = resolved(.classguid).lowercased()
        // DriverVer = 06/21/2006,10.0.16299.15
        let parts = resolved(.driverver).split(separator: ",", maxSplits: 1)
        version = parts.count == 2 ? Self.trimmed(parts[1]) : ""
    }

    /// The text as Swift keeps it; bytes of a code page become replacement characters.
    private static func text(_ bytes: [UInt8]) -> String {
        if bytes.starts(with: [0xFF, 0xFE]) {
            return RegistryText.name(bytes[2...], isLatin: false)
        }
        let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        return String(decoding: isMarked ? bytes[3...] : bytes[...], as: UTF8.self)
    }

    /// The lines without comments; a line that ends in a backslash goes on in the next.
    private static func lines(_ text: String) -> [Substring] {
        text.split(whereSeparator: \.isNewline).lazy
            .map { Substring(trimmed(withoutComment($0))) }
            .filter { !$0.isEmpty }
    }

    private static func withoutComment(_ line: Substring) -> Substring {
        var isQuoted = false
        for index in line.indices {
            if line[index] == "\"" { isQuoted.toggle() }
            if line[index] == ";", !isQuoted { return line[..<index] }
        }
        return line
    }

    private static func value(_ text: Substring) -> String {
        let text = trimmed(text)
        guard text.first == "\"" else { return text }
        return trimmed(text.dropFirst().prefix { $0 != "\"" })
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        DisplayName.cleaned(String(text))
    }
}
