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
        let ownership = try ownership(station)
        let files = try compare(
            station,
            reference,
            ownership: ownership,
            isDeep: isDeep,
            context
        )
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
            packageCount: InstalledLock.make(from: inventory).packages.count
        )
        let facts = StationFacts(
            identity: station.identity,
            ownership: ownership.map { known in
                Ownership(owner: known.owner(of:), isConffile: known.isConffile(_:))
            } ?? .unknown,
            installed: InstalledLock.make(from: inventory)
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

    private static func ownership(_ station: Station) throws(Failure) -> FileOwnership? {
        do {
            return try FileOwnership.read(root: station.root)
        } catch {
            // The inventory's coverage says that the package database can not be read.
            return nil
        }
    }

    private static func compare(
        _ station: Station,
        _ reference: Reference,
        ownership: FileOwnership?,
        isDeep: Bool,
        _ context: Context
    ) throws(Failure) -> FileComparison? {
        guard let target = reference.target else {
            guard isDeep, let ownership else { return nil }
            return PackageFileCheck.verify(
                root: station.root,
                ownership: ownership,
                rules: PathRules(reference.system.pathRules),
                workers: context.workers
            )
        }
        return try Failure.explaining { () throws(DeployerError) in
            try TreeComparison.compare(
                root: station.root,
                target: target.tree,
                rules: target.rules,
                method: isDeep ? .deep : .quick,
                layers: target.layers,
                ownership: ownership.map { known in
                    Ownership(owner: known.owner(of:), isConffile: known.isConffile(_:))
                } ?? .unknown,
                workers: context.workers
            ).comparison
        }
    }
}
