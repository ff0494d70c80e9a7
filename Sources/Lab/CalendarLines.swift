import Primitives

/// The content lines of an iCalendar file (RFC 5545, section 3.1), unfolded, as a tree of components.
struct CalendarComponent {
    /// One line: its name, its parameters and its value.
    struct Property {
        let name: String
        let parameters: [String: String]
        let value: String
        /// The line in the file, from 1.
        let line: Int

        func invalid(_ detail: String) -> LabError {
            LabError(.malformed, subject: "line \(line), \(name)", detail: "“\(value)”: \(detail)")
        }
    }

    let name: String
    private(set) var properties: [Property] = []
    private(set) var components: [CalendarComponent] = []

    /// The first property of that name.
    func property(_ name: String) -> Property? { properties.first { $0.name == name } }

    /// Reads a whole file: one VCALENDAR.
    static func parse(_ bytes: [UInt8]) throws(LabError) -> CalendarComponent {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw LabError(.malformed, subject: "calendar", detail: "it is not UTF-8")
        }
        var open: [CalendarComponent] = []
        var result: CalendarComponent?
        for (number, line) in unfolded(text) {
            let property = try property(line, number)
            switch property.name {
            case "BEGIN":
                guard open.count < 8, result == nil else { throw property.invalid("not here") }
                open.append(CalendarComponent(name: property.value.uppercased()))
            case "END":
                guard let last = open.popLast(), last.name == property.value.uppercased() else {
                    throw property.invalid("it ends what was not begun")
                }
                if open.isEmpty {
                    result = last
                } else {
                    open[open.count - 1].components.append(last)
                }
            default:
                guard !open.isEmpty else { throw property.invalid("outside a calendar") }
                open[open.count - 1].properties.append(property)
            }
        }
        guard let result, result.name == "VCALENDAR", open.isEmpty else {
            throw LabError(.malformed, subject: "calendar", detail: "expected one whole VCALENDAR")
        }
        return result
    }

    private static func unfolded(_ text: String) -> [(Int, String)] {
        var lines: [(Int, String)] = []
        // A CRLF is one character to Swift, and a new line.
        let raw = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in raw.enumerated() where !line.isEmpty {
            if line.first == " " || line.first == "\t", !lines.isEmpty {
                lines[lines.count - 1].1 += line.dropFirst()
            } else {
                lines.append((index + 1, String(line)))
            }
        }
        return lines
    }

    private static func property(_ line: String, _ number: Int) throws(LabError) -> Property {
        // A parameter's value may be quoted, and hold a colon then.
        var isQuoted = false
        var parts: [String] = [""]
        var rest = line[...]
        while let character = rest.popFirst() {
            if character == "\"" { isQuoted.toggle() }
            if !isQuoted, character == ":" {
                return Property(
                    name: parts[0].uppercased(),
                    parameters: parameters(parts.dropFirst()),
                    value: String(rest),
                    line: number
                )
            }
            if !isQuoted, character == ";" {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        throw LabError(.malformed, subject: "line \(number)", detail: "“\(line)” has no colon")
    }

    private static func parameters(_ parts: some Sequence<String>) -> [String: String] {
        var parameters: [String: String] = [:]
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            parameters[pair[0].uppercased()] = pair[1].filter { $0 != "\"" }
        }
        return parameters
    }
}
