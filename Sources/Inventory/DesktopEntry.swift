/// A launcher (freedesktop.org Desktop Entry): the human name of a program and where it is.
struct DesktopEntry: Sendable, Equatable {
    /// The name, in French where there is one.
    let name: String
    /// The program's path or bare name, first word of the command.
    let program: String
    /// The one-line comment, in French where there is one.
    let comment: String?

    /// Reads a launcher; nil when it has no name or no command, or launches no application.
    static func parse(_ bytes: [UInt8]) -> DesktopEntry? {
        var values: [String: String] = [:]
        var isMain = false
        for line in ByteText.lines(bytes[...]) {
            let text = ByteText.trimmed(line)
            if text.first == UInt8(ascii: "[") {
                isMain = text.elementsEqual("[Desktop Entry]".utf8)
                continue
            }
            guard isMain, text.first != UInt8(ascii: "#"),
                let equals = text.firstIndex(of: UInt8(ascii: "="))
            else { continue }
            let key = ByteText.string(ByteText.trimmed(text[..<equals]))
            guard values[key] == nil, values.count < 1000 else { continue }
            values[key] = ByteText.string(ByteText.trimmed(text[(equals + 1)...]))
        }
        guard values["Type", default: "Application"] == "Application",
            let name = values["Name[fr]"] ?? values["Name[fr_FR]"] ?? values["Name"],
            !name.isEmpty, let program = program(values["Exec"] ?? values["TryExec"] ?? "")
        else { return nil }
        return DesktopEntry(
            name: String(name.prefix(200)),
            program: program,
            comment: values["Comment[fr]"] ?? values["Comment"]
        )
    }

    /// The program a command starts: its first word, or the first path in it where a shell, `env`
    /// or an interpreter comes first.
    private static func program(_ command: String) -> String? {
        var words: [String] = []
        var word = ""
        var quote: Character?
        for character in command {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == " " {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        if !word.isEmpty { words.append(word) }
        let starters: Set<String> = [
            "env", "sh", "bash", "python3", "java", "wine", "perl", "xdg-open", "pkexec",
        ]
        guard let first = words.first else { return nil }
        let base = first.split(separator: "/").last.map(String.init) ?? first
        guard starters.contains(base) else { return first }
        return words.dropFirst().first { $0.hasPrefix("/") } ?? first
    }
}
