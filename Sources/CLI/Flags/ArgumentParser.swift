/// Turns words into an invocation of one command, by the tables and nothing else.
public struct ArgumentParser: Sendable {
    /// What the words ask for.
    public enum Request: Sendable {
        case run(CommandSpec, Invocation)
        /// Help on a command, on a group of commands, or on the whole tool.
        case help(topic: [String])
    }

    private let commands: [CommandSpec]

    /// Creates a parser of `commands`.
    public init(commands: [CommandSpec]) {
        self.commands = commands
    }

    /// Parses the words after the program's name.
    ///
    /// - Throws: ``Failure`` of usage, with the nearest known word as hint.
    public func parse(_ words: [String]) throws(Failure) -> Request {
        guard let first = words.first else { return .help(topic: []) }
        if first == "help" { return .help(topic: Array(words.dropFirst())) }
        if first == "--help" || first == "-h" { return .help(topic: []) }
        if first == "--version" { return try parse(["version"]) }
        guard let command = longestMatch(words) else {
            return try unknownCommand(words)
        }
        let rest = Array(words.dropFirst(command.words.count))
        if rest.contains("--help") || rest.contains("-h") { return .help(topic: command.words) }
        return .run(command, try invocation(of: command, rest))
    }

    private func longestMatch(_ words: [String]) -> CommandSpec? {
        commands.filter { words.starts(with: $0.words) }.max { $0.words.count < $1.words.count }
    }

    private func unknownCommand(_ words: [String]) throws(Failure) -> Request {
        let group = commands.filter { $0.words.first == words[0] }
        if !group.isEmpty {
            guard words.count > 1, !words[1].hasPrefix("-") else { return .help(topic: [words[0]]) }
            let near = Suggestion.nearest(
                to: words[1],
                among: group.compactMap { $0.words.dropFirst().first }
            )
            throw .usage(
                "unknown command “\(words[0]) \(words[1])”",
                hint: near.map { "did you mean “\(words[0]) \($0)”?" }
                    ?? "see socle help \(words[0])"
            )
        }
        let near = Suggestion.nearest(to: words[0], among: commands.map { $0.words[0] })
        throw .usage(
            "unknown command “\(words[0])”",
            hint: near.map { "did you mean “\($0)”?" } ?? "see socle help"
        )
    }

    private func invocation(
        of command: CommandSpec,
        _ words: [String]
    ) throws(Failure) -> Invocation {
        let known = command.flags + FlagTable.common
        var values: [String: [String]] = [:]
        var arguments: [String] = []
        var index = 0
        var flagsEnded = false
        while index < words.count {
            let word = words[index]
            index += 1
            if flagsEnded || word == "-" || !word.hasPrefix("-") {
                arguments.append(word)
                continue
            }
            if word == "--" {
                flagsEnded = true
                continue
            }
            let (flag, inline) = try flag(word, of: command, known)
            var value = inline
            if flag.value != nil, value == nil {
                guard index < words.count else {
                    throw .usage(
                        "--\(flag.name) needs a value",
                        hint: "--\(flag.name) \(flag.value ?? "")"
                    )
                }
                value = words[index]
                index += 1
            }
            try check(value, of: flag)
            guard values[flag.name] == nil || flag.isRepeatable else {
                throw .usage("--\(flag.name) is given twice", hint: "keep one of them")
            }
            values[flag.name, default: []].append(value ?? "")
        }
        for flag in command.required where values[flag.name] == nil {
            throw .usage(
                "--\(flag.name) is missing",
                hint: "socle \(command.name) --\(flag.name) \(flag.value ?? "")"
            )
        }
        guard command.argumentCount.contains(arguments.count) else {
            throw .usage(
                "socle \(command.name) takes \(command.arguments.isEmpty ? "no argument" : command.arguments)",
                hint: "see socle help \(command.name)"
            )
        }
        return Invocation(arguments: arguments, values: values)
    }

    private func flag(
        _ word: String,
        of command: CommandSpec,
        _ known: [Flag]
    ) throws(Failure) -> (Flag, String?) {
        if word.hasPrefix("--") {
            let body = word.dropFirst(2)
            let parts = body.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if let flag = known.first(where: { $0.name == name }) {
                guard parts.count == 1 || flag.value != nil else {
                    throw .usage("--\(name) takes no value", hint: "write --\(name) alone")
                }
                return (flag, parts.count == 2 ? String(parts[1]) : nil)
            }
            let near = Suggestion.nearest(to: name, among: known.map(\.name))
            throw .usage(
                "unknown flag “--\(name)” for socle \(command.name)",
                hint: near.map { "did you mean “--\($0)”?" } ?? "see socle help \(command.name)"
            )
        }
        let letters = word.dropFirst()
        guard let letter = letters.first, let flag = known.first(where: { $0.letter == letter })
        else {
            throw .usage(
                "unknown flag “\(word)” for socle \(command.name)",
                hint: "see socle help \(command.name)"
            )
        }
        let rest = String(letters.dropFirst())
        guard rest.isEmpty || flag.value != nil else {
            throw .usage("-\(letter) takes no value", hint: "write -\(letter) alone")
        }
        return (flag, rest.isEmpty ? nil : rest)
    }

    private func check(_ value: String?, of flag: Flag) throws(Failure) {
        guard let value, !flag.choices.isEmpty, !flag.choices.contains(value) else { return }
        let near = Suggestion.nearest(to: value, among: flag.choices)
        throw .usage(
            "--\(flag.name) can not be “\(value)”",
            hint: near.map { "did you mean “\($0)”?" }
                ?? "one of \(flag.choices.joined(separator: ", "))"
        )
    }
}
