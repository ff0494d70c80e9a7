internal import Model
internal import Platform

/// Runs post-restore steps inside the restored root.
struct StepRunner {
    let root: Directory

    /// Bytes of output kept of each step.
    private static let tail = 4096

    /// Runs `step` in a private mount namespace and says how it ended.
    func run(_ step: PostRestoreStep) -> StepResult {
        var result = StepResult(id: step.id, isCritical: step.isCritical, failure: nil, output: "")
        do throws(PlatformError) {
            let ended = try ChildProcess.runInRoot(
                step.arguments,
                root: root,
                timeout: step.timeout,
                outputLimit: 1 << 20
            )
            let text = ended.output + ended.error
            result.output = String(decoding: text.suffix(Self.tail), as: UTF8.self)
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
