import Convention
import Deployer
import Diff
import Inventory
import Model
import Platform
import Primitives

/// A station looked at and compared with its reference: what scan and plan share.
struct Examination {
    let result: ScanResult
    let inventory: Inventory
    let facts: StationFacts
    private let reference: Reference
    private let station: Station

    /// Looks at `station`.
    static func examine(
        _ station: Station,
        _ reference: Reference,
        isDeep: Bool,
        _ context: Context
    ) throws(Failure) -> Examination {
        let inventory = try Failure.explaining { () throws(InventoryError) in
            try StationInventory.read(
                root: station.root,
                now: context.now,
                workers: context.workers
            )
        }
        let ownership = ownership(station)
        let facts = StationFacts(
            identity: station.identity,
            ownership: ownership.map { known in
                Ownership(owner: known.owner(of:), isConffile: known.isConffile(_:))
            } ?? .unknown,
            installed: InstalledLock.make(from: inventory)
        )
        let files =
            if let target = reference.target {
                try compare(station, reference, target, facts, isDeep: isDeep, context)
            } else if isDeep, let ownership {
                PackageFileCheck.verify(
                    root: station.root,
                    ownership: ownership,
                    rules: PathRules(reference.system.pathRules),
                    workers: context.workers
                )
            } else {
                FileComparison?.none
            }
        let outcome = DiffEngine.findings(
            DiffInput(
                inventory: inventory,
                lock: reference.lock,
                system: reference.system,
                application: reference.application,
                files: files,
                station: station.identity
            )
        )
        let result = ScanResult(
            station: station.identity,
            taken: context.now,
            reference: reference.description,
            verdict: outcome.verdict,
            findings: outcome.findings,
            coverage: inventory.coverage,
            method: files?.method,
            comparedPaths: files?.compared ?? 0,
            packageCount: facts.installed.packages.count
        )
        return Examination(
            result: result,
            inventory: inventory,
            facts: facts,
            reference: reference,
            station: station
        )
    }

    /// What the convention allows for this station under `order`.
    func decision(_ order: RestoreOrder, _ context: Context) -> Decision {
        ConventionRules.decide(
            RestoreCase(
                verdict: result.verdict,
                findings: result.findings,
                order: order,
                declaredZone: station.identity.zone,
                standing: Standing(
                    school: station.identity.school,
                    room: station.identity.room,
                    today: context.now.day
                ),
                components: reference.application.components
            )
        )
    }

    /// Who owns the station's paths; nil where the package database can not be read, which the
    /// inventory's coverage says.
    private static func ownership(_ station: Station) -> FileOwnership? {
        try? FileOwnership.read(root: station.root)
    }

    /// Compares the files with the layers, and keeps what was verified for the next quick look.
    private static func compare(
        _ station: Station,
        _ reference: Reference,
        _ target: RestoreTarget,
        _ facts: StationFacts,
        isDeep: Bool,
        _ context: Context
    ) throws(Failure) -> FileComparison {
        let restorer = Restorer(
            root: station.root,
            target: target,
            facts: facts,
            archives: reference.archives,
            workers: context.workers
        )
        return try Failure.explaining { () throws(DeployerError) in
            let result = try restorer.compare(method: isDeep ? .deep : .quick)
            if station.configuration != nil { try restorer.keep(result, now: context.now) }
            return result.comparison
        }
    }
}
