package import Model
package import Platform

/// Runs post-restore steps; tests put their own in its place.
package struct StepRunner: Sendable {
    /// Runs one step in a root and says how it ended.
    package let run: @Sendable (PostRestoreStep, Directory) -> StepResult

    package init(_ run: @escaping @Sendable (PostRestoreStep, Directory) -> StepResult) {
        self.run = run
    }

    /// Runs a step as a program inside the restored root, in a private mount namespace.
    package static var inRoot: StepRunner { StepRunner { runProgram($0, $1) } }

    /// Bytes of output kept of each step.
    private static var tail: Int { 4096 }

    private static func runProgram(_ step: PostRestoreStep, _ root: Directory) -> StepResult {
        var result = StepResult(id: step.id, isCritical: step.isCritical, failure: nil, output: "")
        do throws(PlatformError) {
            let ended = try ChildProcess.runInRoot(
                step.arguments,
                root: root,
                timeout: step.timeout,
                outputLimit: 1 << 20
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
}
