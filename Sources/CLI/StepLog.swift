import Deployer
import Primitives
import Report
import Synchronization

/// What post-restore steps did, for the record.
final class StepLog: Sendable {
    private let results = Mutex<[StepResult]>([])

    /// Lines of output kept of each step.
    private static let lines = 20

    /// Steps run as always, and noted here.
    var runner: StepRunner {
        .inRoot.telling { [self] result in results.withLock { $0.append(result) } }
    }

    /// As the record keeps them; nil where none ran.
    var json: JSONValue? {
        let results = results.withLock { $0 }
        return results.isEmpty ? nil : Self.json(results)
    }

    /// `results` as the record keeps them: how each ended, and its last lines.
    static func json(_ results: [StepResult]) -> JSONValue {
        .array(
            results.map { result in
                let output = result.output.split(whereSeparator: \.isNewline).suffix(lines)
                return [
                    "etape": .string(result.id),
                    "resultat": .string(result.failure.map { "echec : \($0)" } ?? "faite"),
                    "sortie": .array(output.map { .string(Escaped.text(String($0))) }),
                ]
            }
        )
    }
}
