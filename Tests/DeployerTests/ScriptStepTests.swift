import Deployer
import Model
import Platform
import Primitives
import TestSupport
import Testing
import Trust

/// Steps that run a signed script of the depot.
@Suite(.scratch, .enabled(if: isRoot, "needs root: owners, quarantine"))
struct ScriptStepTests {
    private static let text = "#!/bin/sh\necho \"$1 installed\"\n"

    private func bench(isGiven: Bool = true) throws -> Bench {
        let bytes = Array(Self.text.utf8)
        let script = StepScript(
            target: "applicatif/antivirus/installer.sh",
            digest: SHA256Hasher.digest(of: bytes)
        )
        var bench = try Bench()
        bench.steps = [
            PostRestoreStep(
                id: "antivirus",
                script: script,
                arguments: ["antivirus"],
                watched: [try PathPattern("/opt/antivirus")],
                isCritical: false,
                timeout: 20
            )
        ]
        if isGiven { bench.scripts = [script.digest: bytes] }
        try Tree { RegularFile("opt/antivirus/base", "1") }.write(to: try bench.station)
        try Tree { RegularFile("opt/antivirus/base", "2") }.write(to: try bench.reference)
        try bench.build()
        return bench
    }

    private func path(_ bench: Bench) throws -> RelativePath {
        let script = try #require(bench.steps.first?.script)
        return try RelativePath(".socle/scripts/\(script.digest.hex)")
    }

    /// Lends the station the machine's own shell, so that a script can run in it.
    private func lendShell(_ bench: Bench) throws {
        let command = "cp -L --parents /bin/sh $(ldd /bin/sh | grep -o '/[^ ]*') ."
        try runTool(["/bin/sh", "-ec", command], in: try bench.station).requireSuccess("cp")
    }

    @Test func theScriptIsKeptUnmodifiedBeforeTheCommit() throws {
        let bench = try bench()
        try bench.restore()
        let status = try bench.station.status(of: try path(bench))
        #expect(status.mode == 0o700)
        #expect(
            try bench.station.read(try path(bench), limit: 1 << 20) == Array(Self.text.utf8)
        )
    }

    @Test("B3_8: the script the Académie supplies runs unmodified, with its arguments")
    func theScriptRunsInTheRootWithItsArguments() throws {
        let bench = try bench()
        try bench.restore()
        try lendShell(bench)
        let step = try #require(bench.steps.first)
        let result = StepRunner.inRoot.run(step, try bench.station)
        #expect(result.failure == nil)
        #expect(result.output == "antivirus installed\n")
    }

    @Test func aScriptThatChangedSinceIsNotRun() throws {
        let bench = try bench()
        try bench.restore()
        try bench.station.write(
            Array("#!/bin/sh\ntouch /ran\n".utf8),
            atomicallyTo: try path(bench),
            permissions: 0o700
        )
        let result = StepRunner.inRoot.run(try #require(bench.steps.first), try bench.station)
        #expect(result.failure?.contains("not the script that was signed") == true)
        #expect(try bench.station.statusIfPresent(of: RelativePath("ran")) == nil)
    }

    @Test func aScriptThatWasNotFetchedStopsTheRestoreBeforeItsFirstChange() throws {
        let bench = try bench(isGiven: false)
        let before = try bench.snapshot(try bench.station)
        let error = #expect(throws: DeployerError.self) { try bench.restore() }
        #expect(error?.code == .content)
        #expect(try bench.snapshot(try bench.station) == before)
        #expect(try !Recovery.isPending(try bench.station))
    }

    @Test func anUndoFindsTheScriptWithoutADepot() throws {
        let bench = try bench()
        try bench.restore()
        let ran = StepRunner { step, root in
            let found = (try? root.read(try self.path(bench), limit: 1 << 20)) != nil
            let output = found ? step.script?.target ?? "" : "absent"
            return StepResult(id: step.id, isCritical: false, failure: nil, output: output)
        }
        let undo = try Undo.plan(try bench.station, now: Bench.now)
        let outcome = try Undo.run(
            CountingDisk(try bench.station),
            approve: undo.id,
            now: Bench.now,
            runner: ran
        )
        var outputs: [String] = []
        if case .done(_, _, let steps) = outcome { outputs = steps.map(\.output) }
        #expect(outputs == ["applicatif/antivirus/installer.sh"])
    }
}
