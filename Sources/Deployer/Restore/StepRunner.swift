package import Model
package import Platform
internal import Primitives
internal import Trust

/// Runs post-restore steps; tests put their own in its place.
package struct StepRunner: Sendable {
    /// Runs one step in a root and says how it ended.
    package let run: @Sendable (PostRestoreStep, Directory) -> StepResult

    package init(_ run: @escaping @Sendable (PostRestoreStep, Directory) -> StepResult) {
        self.run = run
    }

    /// Runs a step as a program inside the restored root, in a private mount namespace.
    package static var inRoot: StepRunner { inRoot(environment: [:]) }

    /// The same, with more variables for the program.
    static func inRoot(environment: [String: String]) -> StepRunner {
        StepRunner { runProgram($0, $1, environment) }
    }

    /// The same, and tells `note` how each step ended.
    package func telling(_ note: @escaping @Sendable (StepResult) -> Void) -> StepRunner {
        StepRunner { step, root in
            let result = run(step, root)
            note(result)
            return result
        }
    }

    /// Bytes of output kept of each step.
    private static var tail: Int { 4096 }

    private static func runProgram(
        _ step: PostRestoreStep,
        _ root: Directory,
        _ environment: [String: String]
    ) -> StepResult {
        var result = StepResult(id: step.id, isCritical: step.isCritical, failure: nil, output: "")
        do throws(PlatformError) {
            let ended = try ChildProcess.runInRoot(
                try program(of: step, root) + step.arguments,
                root: root,
                adding: environment,
                timeout: step.timeout,
                outputLimit: 1 << 20,
                // A boot loader looks for its disk; a tree that is no disk has none.
                hostDevices: try root.isDiskRoot()
            )
            let text = ended.output + ended.error
            result.output = String(decoding: text.suffix(tail), as: UTF8.self)
            switch ended.outcome {
            case .exited(0): break
            case .exited(let status): result.failure = "exit status \(status)"
            case .signalled(let signal): result.failure = "ended by signal \(signal)"
            }
        } catch {
            result.failure = error.description
        }
        return result
    }

    /// What comes before a step's arguments: nothing, or the script, whose bytes are checked again.
    private static func program(
        of step: PostRestoreStep,
        _ root: Directory
    ) throws(PlatformError) -> [String] {
        guard let script = step.script else { return [] }
        let path = ScriptShelf.path(of: script)
        let bytes = try root.read(path, limit: StepScript.sizeLimit)
        guard SHA256Hasher.digest(of: bytes) == script.digest else {
            throw PlatformError(
                .changedUnderneath,
                operation: "run",
                subject: "/\(path)",
                detail: "it is not the script that was signed"
            )
        }
        return ["/\(path)"]
    }
}
