import CLI
import Platform
import Primitives
import TestSupport
import Testing

/// Completion scripts and the manual page, read by the programs they are for.
@Suite(.scratch) struct ShellTests {
    private func socle(_ arguments: [String]) throws -> String {
        let result = try runTool([try Transcript.program()] + arguments)
        try #require(result.succeeded, "\(result.errorText)")
        return result.outputText
    }

    /// What bash offers after `typed`.
    private func completed(_ typed: [String]) throws -> [String] {
        let script = try socle(["completions", "bash"])
        let words = typed.map { "'\($0)'" }.joined(separator: " ")
        let asked = """
            \(script)
            COMP_WORDS=(\(words)); COMP_CWORD=\(typed.count - 1); _socle
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let result = try runTool(["bash", "-euc", asked])
        try #require(result.succeeded, "\(result.errorText)")
        return result.outputText.split(separator: "\n").map(String.init)
    }

    @Test func bashCompletesCommandsFlagsAndValues() throws {
        #expect(try completed(["socle", "sc"]) == ["scan"])
        #expect(
            Set(try completed(["socle", "journal", ""]))
                == Set(["show", "verify", "replay", "export", "prune"])
        )
        #expect(try completed(["socle", "journal", "verify", "--he"]) == ["--head", "--help"])
        #expect(try completed(["socle", "scan", "--lang", ""]) == ["fr", "en"])
        #expect(try completed(["socle", "plan", "--clause", "A"]) == ["A2", "A4", "AV"])
        #expect(try completed(["socle", "scan", "--root", ""]).isEmpty)
    }

    @Test(arguments: ["zsh", "fish"])
    func otherShellsAcceptTheirScript(_ shell: String) throws {
        try #require(Tool.exists(shell), "Scripts/needs test installs \(shell)")
        let script = try socle(["completions", shell, "--lang", "fr"])
        let name = try RelativePath("script")
        try Scratch.current.directory.write(
            Array(script.utf8),
            atomicallyTo: name,
            permissions: 0o644
        )
        let result = try runTool([shell, "-n", "\(Scratch.current.path)/script"])
        #expect(result.succeeded, "\(result.errorText)")
    }

    @Test func fishOffersWhatIsTyped() throws {
        let script = try socle(["completions", "fish"])
        let asked = script + "\ncomplete -C 'socle journal v'\ncomplete -C 'socle scan --la'\n"
        let result = try runTool(["fish", "--no-config", "-c", asked])
        #expect(result.outputText.contains("verify"))
        #expect(result.outputText.contains("--lang"))
    }

    @Test(arguments: ["fr", "en"])
    func theManualIsSetWithoutAWarning(_ language: String) throws {
        let page = try socle(["manual", "--lang", language])
        let result = try runTool(
            ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-P-cbou"],
            input: Array(page.utf8)
        )
        #expect(result.succeeded)
        #expect(result.errorText == "")
        for text in ["socle scan", "--approve", "130", "/var/lib/socle"] {
            #expect(result.outputText.contains(text), "\(text)")
        }
    }
}
