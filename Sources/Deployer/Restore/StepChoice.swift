internal import Model
internal import Primitives

/// Which post-restore steps a set of changes calls for.
enum StepChoice {
    /// The steps of which a watched path was written, set or removed, in their order.
    static func choose(_ steps: [PostRestoreStep], _ changes: [PlanChange]) -> [PostRestoreStep] {
        steps.filter { step in
            changes.contains { change in step.watched.contains { $0.covers(change.path) } }
        }
    }
}
