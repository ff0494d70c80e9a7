import Convention
import Deployer
import Model
import Platform
import Primitives
import Report
import Trust

/// `socle restore --disk`: from a disk, whatever is on it, to a station that starts.
///
/// Without an approval it shows what would be erased. With one it lays the disk out, restores into it
/// and makes it start; stopped at any moment, the same command goes on.
struct DiskRestore {
    private let path: String
    private let invocation: Invocation
    private let context: Context
    /// The system that runs this: a station, or the rescue system, with the keys it trusts.
    private let running: Station
    /// Asks the person who was shown what would be done; nil where `--approve` has to say it.
    private let ask: ((Digest) throws(Failure) -> Bool)?

    init(
        _ path: String,
        _ invocation: Invocation,
        _ context: Context,
        asking ask: ((Digest) throws(Failure) -> Bool)? = nil
    ) throws(Failure) {
        self.path = path
        self.invocation = invocation
        self.context = context
        self.ask = ask
        running = try Station(invocation)
    }

    func run() throws(Failure) -> ExitCode {
        guard let trusted = running.configuration else {
            throw Failure(
                .undetermined,
                "the running system is not enrolled: it trusts no depot yet",
                hints: ["socle enrol pins the two institutions’ keys"]
            )
        }
        let reference = try Reference.read(running, invocation, context, forRestore: true)
        try AddressZone.requireTeaching(reference.addressZone)
        let target = try reference.requireTarget()
        guard let layout = reference.system.disk else {
            throw Failure(
                .undetermined,
                "the socle système does not say how a disk is laid out",
                hints: ["the Département adds the section “disque” to socle-systeme.json"]
            )
        }
        let disk = try Failure.explaining { () throws(DeployerError) in try DiskSurvey.read(path) }
        let proposal = try propose(disk, layout, target, trusted, reference)
        let id = try invocation.digest(
            FlagTable.approve,
            called: "id",
            hint: "give the 64 digits that are shown without --approve"
        )
        if let id, let marker = disk.unfinished, marker.plan == id {
            return try carryOut(marker, layout, reference)
        }
        if id != proposal.id, try !isApproved(proposal, id) { return try refuse(proposal, id) }
        let seed = try Failure.explaining { () throws(PlatformError) in try RandomBytes.make(32) }
        var station = proposal.station
        if station.configuration.id.isEmpty {
            station.configuration.id = String(SHA256Hasher.digest(of: seed).hex.prefix(32))
        }
        if station.name.isEmpty { station.name = "poste-\(station.configuration.id.prefix(6))" }
        let marker = DiskMarker(
            plan: proposal.id,
            seed: SHA256Hasher.digest(of: seed),
            settings: [
                "station": station.json, "cible": .string(proposal.target.hex),
                "partitions": DiskDocument.places(proposal.placed),
            ]
        )
        return try carryOut(marker, layout, reference)
    }

    // MARK: What would be done

    private struct Proposal {
        let report: DiskReport
        let station: DiskStation
        let placed: [PlacedPartition]
        /// What is to be: layers and layout, without what the disk holds.
        let target: Digest
        let id: Digest
    }

    private func propose(
        _ disk: DiskContent,
        _ layout: DiskLayout,
        _ target: RestoreTarget,
        _ trusted: StationConfiguration,
        _ reference: Reference
    ) throws(Failure) -> Proposal {
        let former = try FormerStation.all(on: disk)
        let known = former.values.first { $0.configuration != nil } ?? former.values.first
        let station = try DiskStation(invocation, running: trusted, former: known)
        let facts = OrderFlags.blankFacts(
            try OrderFlags.order(invocation),
            station.identity,
            reference,
            context
        )
        let decision = ConventionRules.decide(by: facts)
        // An installation under way was allowed when it began; its approval is all it needs.
        guard decision.allowsRestore || disk.unfinished != nil else {
            let details = DecisionRecord.details(decision, facts)
            try running.record(.refused, "disk", .object(details), context)
            throw DecisionRefusal.failure(decision, context.language)
        }
        let placed = try place(layout, disk)
        try Failure.explaining { () throws(DeployerError) in
            try DiskRoom.require(target, on: placed)
        }
        try requireReadable(disk)
        let targetID = digest(DiskDocument.target(target.layers, layout))
        let id = digest(
            DiskDocument.plan(disk, placed, station.json, target: targetID, order: decision)
        )
        let report = DiskReport(
            disk: disk,
            placed: placed,
            former: former,
            station: station,
            layers: target.layers,
            decision: decision,
            id: id,
            context: context
        )
        return Proposal(
            report: report,
            station: station,
            placed: placed,
            target: targetID,
            id: id
        )
    }

    private func digest(_ value: JSONValue) -> Digest {
        SHA256Hasher.digest(of: Array(JSONWriter.compact(value).utf8))
    }

    /// Where the partitions come; data that were kept apart stay.
    private func place(
        _ layout: DiskLayout,
        _ disk: DiskContent
    ) throws(Failure) -> [PlacedPartition] {
        let data = disk.volumes.first(where: \.isData)
        let isKept = layout.data != nil && !invocation.has(FlagTable.eraseData)
        do {
            return try layout.placed(on: disk.size, keeping: isKept ? data?.extent : nil)
        } catch {
            throw Failure(
                .refused,
                "the disk is too small: the layout takes \(error.needed) MiB, "
                    + "and \(error.available) are there; nothing was changed",
                hints: error.isForKeptData
                    ? ["--erase-data gives up the data that are kept"] : ["take a larger disk"]
            )
        }
    }

    /// Refuses a disk with an encrypted volume that nobody named.
    private func requireReadable(_ disk: DiskContent) throws(Failure) {
        let named = Set(invocation.all(FlagTable.eraseEncrypted))
        for volume in disk.volumes where volume.content.isEncrypted && !named.contains(volume.name)
        {
            throw Failure(
                .refused,
                "\(volume.name) is encrypted (\(volume.type)): what it holds can not be told, "
                    + "and would be lost for ever; nothing was changed",
                hints: ["--erase-encrypted \(volume.name) names it"]
            )
        }
    }

    /// Shows what would be done to whoever can be asked.
    private func isApproved(_ proposal: Proposal, _ id: Digest?) throws(Failure) -> Bool {
        guard let ask, id == nil else { return false }
        try context.say(proposal.report.text)
        guard try ask(proposal.id) else { throw Self.notApproved(proposal) }
        return true
    }

    private func refuse(_ proposal: Proposal, _ id: Digest?) throws(Failure) -> ExitCode {
        try context.say(proposal.report.text)
        guard id != nil else { throw Self.notApproved(proposal) }
        throw Failure(
            .refused,
            "what was approved is not what would be done now; nothing was changed",
            hints: ["read what is shown, then --approve \(proposal.id)"]
        )
    }

    private static func notApproved(_ proposal: Proposal) -> Failure {
        Failure(
            .refused,
            "the installation of the disk is not approved; nothing was changed",
            hints: ["--approve \(proposal.id) approves it"]
        )
    }

    // MARK: Doing it

    private func carryOut(
        _ marker: DiskMarker,
        _ layout: DiskLayout,
        _ reference: Reference
    ) throws(Failure) -> ExitCode {
        let target = try reference.requireTarget()
        let settings = JSONNode(marker.settings)
        // Not the table's own word: it may be gone, and with it where the data that are kept lie.
        let (station, placed, approved) = try Failure.explaining(
            "what the disk keeps can not be used"
        ) {
            () throws(PrimitivesError) in
            (
                try DiskStation(settings.member("station").value),
                try DiskDocument.placed(settings.member("partitions"), layout),
                try settings.member("cible").parsed { text throws(PrimitivesError) in
                    try Digest(hex: text)
                }
            )
        }
        guard approved == digest(DiskDocument.target(target.layers, layout)) else {
            throw Failure(
                .refused,
                "the depot publishes another socle than the installation was begun with",
                hints: ["run the command without --approve, and approve what it shows"]
            )
        }
        do throws(Failure) {
            return try install(marker, layout, placed, station)
        } catch {
            throw Failure(
                error.exit == .interrupted ? .interrupted : .recoveryNeeded,
                "the installation of \(path) is not finished, and the disk does not start",
                causes: [error.message] + error.causes,
                hints: error.hints + [
                    "the same command goes on where it was stopped; "
                        + "a disk that fails again has to be replaced"
                ]
            )
        }
    }

    private func install(
        _ marker: DiskMarker,
        _ layout: DiskLayout,
        _ placed: [PlacedPartition],
        _ settings: DiskStation
    ) throws(Failure) -> ExitCode {
        var installer = try Failure.explaining { () throws(DeployerError) in
            try DiskInstaller.open(path, layout: layout, placed: placed, marker: marker)
        }
        try Failure.explaining { () throws(DeployerError) in
            try installer.layOut { tell($0) }
        }
        let exit = try fill(&installer, marker, settings)
        guard exit == .success else { return exit }
        // Nothing of the new root is open any more: it can be unmounted.
        try Failure.explaining { () throws(DeployerError) in try installer.finish() }
        try context.say(
            context.text(
                Phrase(
                    fr:
                        "Le disque \(path) est installé : le poste \(settings.name) peut démarrer.\n",
                    en: "The disk \(path) is installed: the station \(settings.name) can start.\n"
                )
            )
        )
        return .success
    }

    /// Brings the content onto the new file systems, and makes the disk start.
    private func fill(
        _ installer: inout DiskInstaller,
        _ marker: DiskMarker,
        _ settings: DiskStation
    ) throws(Failure) -> ExitCode {
        let root = try Failure.explaining { () throws(DeployerError) in try installer.mount() }
        let place = invocation.keeping(
            [FlagTable.depot, FlagTable.edition, FlagTable.acceptStale, FlagTable.events],
            adding: [(FlagTable.root, installer.rootPath), (FlagTable.allowAnyRoot, "")]
        )
        if installer.marker.phase == .content {
            tell(.content)
            let fstab = try Failure.explaining { () throws(DeployerError) in
                try installer.fileSystemTable()
            }
            try settings.write(to: root, fstab: fstab, machineID: marker.machineID)
            let exit = try restore(place, settings, marker)
            guard exit == .success else { return exit }
            try Failure.explaining { () throws(DeployerError) in try installer.enter(.startup) }
        }
        tell(.startup)
        let steps = installer.runSteps(root)
        let failed = steps.last { $0.failure != nil }
        try Station(place).record(
            .diskLaidOut,
            marker.plan.hex,
            [
                "resultat": .string(failed == nil ? "faite" : "inachevee"),
                "etapes": StepLog.json(steps),
            ],
            context
        )
        guard let failed else { return .success }
        throw Failure(
            .recoveryNeeded,
            "the step “\(failed.id)” failed: \(failed.failure ?? "")",
            causes: failed.output.split(whereSeparator: \.isNewline).suffix(5).map(String.init)
        )
    }

    /// Enrols the new station and restores into it, as into any empty root.
    private func restore(
        _ place: Invocation,
        _ settings: DiskStation,
        _ marker: DiskMarker
    ) throws(Failure) -> ExitCode {
        let metadata = try running.pinnedRoot(invocation)
        var station = try Station(place)
        try station.makeRecordKey()
        if station.configuration == nil {
            // A new disk has seen nothing: it is shown what the running system saw of the depot.
            let depot = invocation.value(FlagTable.depot) ?? running.configuration?.depot ?? ""
            let seen = try Enrolment.seen(
                invocation.keeping([], adding: [(FlagTable.seen, depot)]),
                pinned: metadata,
                settings.configuration,
                try running.documentsSeen(),
                context
            )
            try station.enrol(settings.configuration, root: metadata, seen)
            station = try Station(place)
            try station.record(.enrolled, settings.configuration.id, [:], context)
        }
        try station.recoverIfNeeded(context)
        let reference = try Reference.read(station, place, context, forRestore: true)
        let restorer = Restorer(
            root: station.root,
            target: try reference.requireTarget(),
            facts: try station.restoreFacts(context),
            archives: reference.archives,
            workers: context.workers
        )
        let watch = PhaseWatch(context)
        defer { watch.finish() }
        let plan = try Failure.explaining { () throws(DeployerError) in
            try restorer.plan(scope: .reinstallation, observer: watch, now: context.now)
        }
        watch.finish()
        try station.record(
            .planned,
            plan.id.hex,
            ["disque": .string(marker.plan.hex), "portee": .string(plan.scope.rawValue)],
            context
        )
        let execution = RestoreExecution(
            station: station,
            plan: plan,
            invocation: place,
            context: context,
            isNewDisk: true
        )
        return try execution.carryOut(approving: plan.id)
    }

    private func tell(_ phase: DiskMarker.Phase) {
        context.progress(path + "\u{A0}: " + context.text(DiskReport.name(phase)))
    }
}
