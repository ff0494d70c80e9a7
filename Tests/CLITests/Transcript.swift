import Platform
import Primitives
import TestSupport
import Testing

/// A session at the terminal, written down: commands, what they must answer, and the files they see.
///
/// A line `$ socle …` runs the built program in an empty directory; the lines after it say what must
/// hold: `? N` is its exit status (0 where no such line follows), `stdout TEXT` and `stderr TEXT` are
/// texts each stream must contain, `silent` demands an empty standard output. What follows
/// `-- name --`, up to the next such line, is the content of a file. `#` starts a comment.
struct Transcript {
    private struct Command {
        let line: Int
        let words: [String]
        var status: Int32 = 0
        var output: [String] = []
        var error: [String] = []
        var isSilent = false
    }

    private var commands: [Command] = []
    private var files: [(name: String, content: String)] = []

    init(_ text: String) throws {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            if line.hasPrefix("-- "), line.hasSuffix(" --") {
                files.append((String(line.dropFirst(3).dropLast(3)), ""))
            } else if !files.isEmpty {
                files[files.count - 1].content += line + "\n"
            } else if line.hasPrefix("$ socle") {
                commands.append(Command(line: index + 1, words: Self.words(line.dropFirst(7))))
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
        } else if line.hasPrefix("stderr ") {
            commands[last].error.append(String(line.dropFirst(7)))
        } else {
            Issue.record("“\(line)” is no line of a transcript")
        }
    }

    /// Runs every command in `scratch` and records what does not hold.
    func run(in scratch: Scratch, named name: String) throws {
        for file in files {
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
        for command in commands {
            let result = try ChildProcess.run(
                [try Self.program()] + command.words,
                environment: [
                    "LANG": "en_US.UTF-8", "COLUMNS": "100", "TZ": "UTC", "PATH": "/usr/bin:/bin",
                ],
                workingDirectory: scratch.directory,
                timeout: 60
            )
            let place = "\(name):\(command.line)"
            #expect(
                result.outcome == .exited(command.status),
                "\(place)\n\(result.outputText)\(result.errorText)"
            )
            for text in command.output {
                #expect(result.outputText.contains(text), "\(place) stdout")
            }
            for text in command.error {
                #expect(result.errorText.contains(text), "\(place) stderr")
            }
            if command.isSilent { #expect(result.output.isEmpty, "\(place) stdout") }
        }
    }

    /// The program built beside the running tests.
    static func program() throws -> String {
        let parts = try Host.executable().split(separator: "/").dropLast()
        return "/" + parts.joined(separator: "/") + "/socle"
    }

    /// Splits a line into words; double quotes keep a word together.
    private static func words(_ line: Substring) -> [String] {
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
