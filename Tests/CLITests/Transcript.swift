import Platform
import Primitives
import TestSupport
import Testing

/// A session at the terminal, written down: commands, what they must answer, and the files they see.
///
/// A line `$ socle …` runs the built program in an empty directory, and `! …` a line of shell that
/// must succeed; the lines after it say what must hold: `? N` is its exit status (0 where no such
/// line follows), `stdout TEXT` and `stderr TEXT` are texts each stream must contain, `silent`
/// demands an empty standard output, and `keep NAME TEXT` keeps the word that follows TEXT in
/// standard output, or its first word, as `$NAME` for the commands after it. `clock MOMENT` sets the
/// clock of all that follows. `after FILE` plays another transcript first. What follows
/// `-- name --`, up to the next such line, is the content of a file. `#` starts a comment.
struct Transcript {
    private struct Command {
        let place: String
        let clock: String?
        /// The words of a command of ours; one line for the shell.
        let words: [String]
        var isShell = false
        var status: Int32 = 0
        var output: [String] = []
        var error: [String] = []
        var isSilent = false
        var kept: [(name: String, after: String)] = []
    }

    private var commands: [Command] = []
    private var files: [(name: String, content: String)] = []
    /// The files of transcripts played before.
    private var earlier: [(name: String, content: String)] = []
    private var clock: String?

    /// Whether the clock is set somewhere in `text`, which takes faketime.
    static func setsClock(_ text: String) -> Bool {
        text.split(separator: "\n").contains { $0.hasPrefix("clock ") || $0.hasPrefix("after ") }
    }

    /// Reads a transcript called `name`; `others` gives those it plays first.
    init(_ text: String, named name: String, others: (String) throws -> String) throws {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let place = "\(name):\(index + 1)"
            if line.hasPrefix("-- "), line.hasSuffix(" --") {
                files.append((String(line.dropFirst(3).dropLast(3)), ""))
            } else if !files.isEmpty {
                files[files.count - 1].content += line + "\n"
            } else if line.hasPrefix("after ") {
                let other = String(line.dropFirst(6))
                let before = try Transcript(try others(other), named: other, others: others)
                commands += before.commands
                earlier += before.earlier + before.files
                clock = before.clock
            } else if line.hasPrefix("clock ") {
                clock = String(line.dropFirst(6))
            } else if line.hasPrefix("$ socle") {
                commands.append(
                    Command(place: place, clock: clock, words: Self.words(line.dropFirst(7)))
                )
            } else if line.hasPrefix("! ") {
                let words = [String(line.dropFirst(2))]
                var command = Command(place: place, clock: clock, words: words)
                command.isShell = true
                commands.append(command)
            } else if !line.isEmpty, !line.hasPrefix("#") {
                try expectation(String(line))
            }
        }
        try #require(!commands.isEmpty, "the transcript runs nothing")
    }

    private mutating func expectation(_ line: String) throws {
        let last = try #require(commands.indices.last, "“\(line)” comes before any command")
        if line == "silent" {
            commands[last].isSilent = true
        } else if line.hasPrefix("? ") {
            commands[last].status = try #require(Int32(line.dropFirst(2)))
        } else if line.hasPrefix("stdout ") {
            commands[last].output.append(String(line.dropFirst(7)))
        } else if line.hasPrefix("keep ") {
            let words = line.dropFirst(5).split(separator: " ", maxSplits: 1).map(String.init)
            let name = try #require(words.first)
            commands[last].kept.append((name, words.count > 1 ? words[1] : ""))
        } else if line.hasPrefix("stderr ") {
            commands[last].error.append(String(line.dropFirst(7)))
        } else {
            Issue.record("“\(line)” is no line of a transcript")
        }
    }

    /// Runs every command in `scratch` and records what does not hold.
    func run(in scratch: Scratch) throws {
        for file in earlier + files {
            let path = try RelativePath(file.name)
            if let parent = path.parent {
                try scratch.directory.makeDirectories(parent, permissions: 0o755)
            }
            try scratch.directory.write(
                Array(file.content.utf8),
                atomicallyTo: path,
                permissions: 0o644
            )
        }
        var kept: [String: String] = [:]
        for command in commands {
            let result = try run(command, kept, in: scratch)
            #expect(
                result.outcome == .exited(command.status),
                "\(command.place)\n\(result.outputText)\(result.errorText)"
            )
            for text in command.output {
                let expected = Self.filled(text, kept)
                #expect(result.outputText.contains(expected), "\(command.place) stdout")
            }
            for text in command.error {
                let expected = Self.filled(text, kept)
                #expect(result.errorText.contains(expected), "\(command.place) stderr")
            }
            if command.isSilent { #expect(result.output.isEmpty, "\(command.place) stdout") }
            for (name, mark) in command.kept {
                let rest =
                    mark.isEmpty
                    ? result.outputText[...]
                    : result.outputText.split(separator: mark, maxSplits: 1).dropFirst().first
                let word = rest?.split { $0.isWhitespace }.first
                kept[name] = String(try #require(word, "\(command.place) \(result.outputText)"))
            }
        }
    }

    private func run(
        _ command: Command,
        _ kept: [String: String],
        in scratch: Scratch
    ) throws -> ProcessResult {
        let words = command.words.map { Self.filled($0, kept) }
        let ours = command.isShell ? ["/bin/sh", "-ec"] + words : [try Self.program()] + words
        return try ChildProcess.run(
            (command.clock.map { ["faketime", $0] } ?? []) + ours,
            environment: [
                "LANG": "en_US.UTF-8", "COLUMNS": "100", "TZ": "UTC", "PATH": "/usr/bin:/bin",
            ],
            workingDirectory: scratch.directory,
            timeout: 60
        )
    }

    /// `text` with `$NAME` replaced by what was kept under it.
    private static func filled(_ text: String, _ kept: [String: String]) -> String {
        kept.sorted { $0.key.count > $1.key.count }.reduce(text) { text, entry in
            text.replacing("$" + entry.key, with: entry.value)
        }
    }

    /// The program built beside the running tests.
    static func program() throws -> String {
        let parts = try Host.executable().split(separator: "/").dropLast()
        return "/" + parts.joined(separator: "/") + "/socle"
    }

    /// Splits a line into words; double quotes keep a word together.
    static func words(_ line: Substring) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
                word = word ?? ""
            } else if character == " ", !isQuoted {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }
}
