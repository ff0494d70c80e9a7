import Deployer
import Model
import Primitives
import Report

extension Station {
    /// Finishes a restore that was stopped, if there is one, and says so; then adds to the record what
    /// a program that was killed did not.
    func recoverIfNeeded(_ context: Context) throws(Failure) {
        let isPending = try Failure.explaining { () throws(DeployerError) in
            try Recovery.isPending(root)
        }
        if isPending {
            context.progress(
                context.text(
                    Phrase(
                        fr: "une restauration avait été interrompue : elle est terminée d’abord",
                        en: "a restore had been interrupted: it is finished first"
                    )
                )
            )
            let outcome = try recover(takeBack: false, context)
            if case .takenBack(_, let reason?, _) = outcome {
                context.progress(Escaped.text(reason))
            }
            showKept(outcome.kept, context)
        }
        try recordWhatWasNot(context)
    }

    /// Ends a stopped restore, and records how with the steps that ran.
    func recover(takeBack: Bool, _ context: Context) throws(Failure) -> Recovery.Outcome {
        let log = StepLog()
        let outcome = try Failure.explaining { () throws(DeployerError) in
            try Recovery.recover(SystemDisk(root: root), takeBack: takeBack, runner: log.runner)
        }
        guard outcome != .nothingToDo else { return outcome }
        var details = log.json.map { [JSONMember("etapes", $0)] } ?? []
        if case .takenBack(_, let reason?, _) = outcome {
            details.append(JSONMember("cause", .string(reason)))
        }
        if !outcome.kept.isEmpty {
            details.append(JSONMember("misDeCote", .integer(Int64(outcome.kept.count))))
        }
        try record(.recovered, outcome.word, .object(details), context)
        try settleRecord()
        return outcome
    }

    /// Names the files a recovery found otherwise than planned, which are kept.
    func showKept(_ kept: [RelativePath], _ context: Context) {
        guard !kept.isEmpty else { return }
        context.progress(
            context.text(
                Phrase(
                    fr: "modifiés entre-temps, mis de côté dans /.socle/quarantine :",
                    en: "changed in between, kept aside in /.socle/quarantine:"
                )
            )
        )
        for path in kept.prefix(20) { context.progress("  /" + Escaped.path(path)) }
        if kept.count > 20 { context.progress("  … \(kept.count)") }
    }

    /// Notes that the record holds the last restore or undo.
    func settleRecord() throws(Failure) {
        try Failure.explaining { () throws(DeployerError) in try Unrecorded.settle(root) }
    }

    private func recordWhatWasNot(_ context: Context) throws(Failure) {
        let missing = try Failure.explaining { () throws(DeployerError) in
            try Unrecorded.find(root)
        }
        guard let missing else { return }
        var details = [
            JSONMember("transaction", .integer(missing.number)),
            JSONMember("resultat", "non prouvee"),
            JSONMember("cause", "interrompue avant la preuve"),
        ]
        if missing.undoes == nil {
            details.append(JSONMember("plan", .string(missing.plan.hex)))
        }
        try record(
            missing.undoes == nil ? .restored : .undone,
            missing.approved.hex,
            .object(details),
            context
        )
        try settleRecord()
    }
}

extension Recovery.Outcome {
    /// The word the record keeps.
    var word: String {
        switch self {
        case .nothingToDo: "rien"
        case .finished(let plan, _): "terminee \(plan)"
        case .takenBack(let plan, _, _): "annulee \(plan)"
        }
    }

    /// What was found otherwise than planned, and is kept.
    var kept: [RelativePath] {
        switch self {
        case .nothingToDo: []
        case .finished(_, let kept), .takenBack(_, _, let kept): kept
        }
    }
}
