import Deployer
import Model
import Platform
import Primitives
import Report

/// Makes a restored station start again: the programs the socle système names for a disk.
struct RescueStart {
    private let disk: String
    private let invocation: Invocation
    private let context: Context

    init(_ disk: String, _ invocation: Invocation, _ context: Context) {
        self.disk = disk
        self.invocation = invocation
        self.context = context
    }

    /// Runs them in the station’s root, and records how they ended.
    func run() throws(Failure) {
        let station = try Station(invocation)
        let reference = try Reference.read(station, invocation, context, forRestore: true)
        guard let layout = reference.system.disk else { return }
        context.progress(
            context.text(
                Phrase(fr: "le disque est rendu amorçable…", en: "the disk is made to start…")
            )
        )
        let steps = DiskMounts.runSteps(of: layout, on: disk, station.root)
        let failed = steps.last { $0.failure != nil }
        try station.record(
            .stepRun,
            "disque",
            [
                "resultat": .string(failed == nil ? "faite" : "inachevee"),
                "etapes": StepLog.json(steps),
            ],
            context
        )
        guard let failed else { return }
        throw Failure(
            .recoveryNeeded,
            "the step “\(failed.id)” failed: \(failed.failure ?? "")",
            causes: failed.output.split(whereSeparator: \.isNewline).suffix(5).map(String.init)
        )
    }
}
