import Deployer
import Inventory
import Model
import Platform
import Primitives

/// A station looked at and compared with its reference: what scan and plan share.
struct Examination {
    let result: ScanResult
    let inventory: Inventory
    let facts: StationFacts
    /// How the files stand to the layers; nil where there are none to compare with.
    let comparison: ComparisonResult?
    private let ownership: LazyOwnership
    private let reference: Reference
    private let station: Station

    /// Looks at `station`.
    static func examine(
        _ station: Station,
        _ reference: Reference,
        isDeep: Bool,
        _ context: Context
    ) throws(Failure) -> Examination {
        // Layers and packages are Debian's: they say nothing of the files of a Windows disk.
        let ownership = LazyOwnership(station.root)
        var files: FileComparison?
        var comparison: ComparisonResult?
        if let target = reference.target, !station.isWindows {
            comparison = try compare(station, reference, target, ownership, isDeep: isDeep, context)
            files = comparison?.comparison
        } else if isDeep, !station.isWindows, let known = ownership.value {
            files = PackageFileCheck.verify(
                root: station.root,
                ownership: known,
                rules: PathRules(reference.system.pathRules),
                workers: context.workers
            )
        }
        let unowned = unownedFiles(files, reference)
        let inventory = try context.inventory(of: station.root, unownedFiles: unowned)
        let facts = StationFacts(
            identity: station.identity,
            ownership: ownership.ownership,
            installed: InstalledLock.make(from: inventory)
        )
        let result = reference.judge(
            inventory,
            of: station.identity,
            packageCount: facts.installed.packages.count,
            files: files
        )
        return Examination(
            result: result,
            inventory: inventory,
            facts: facts,
            comparison: comparison,
            ownership: ownership,
            reference: reference,
            station: station
        )
    }

    /// Who owns the station's paths; nil where the package database can not be read.
    var fileOwnership: FileOwnership? { ownership.value }

    /// What the convention allows for this station under `order`.
    func decision(_ order: RestoreOrder, _ context: Context) -> Decision {
        reference.decision(on: result, order, context)
    }

    /// What that decision rests on.
    func facts(_ order: RestoreOrder, _ context: Context) -> DecisionFacts {
        reference.facts(of: result, order, context)
    }

    /// Where every path of the station is one the layers list, no unowned file is left to find.
    private static func unownedFiles(
        _ files: FileComparison?,
        _ reference: Reference
    ) -> StationInventory.UnownedFiles {
        guard let files, reference.target != nil, files.unreadable.isEmpty,
            !files.differences.contains(where: { $0.kind == .foreign })
        else { return .find }
        return .vouched("\(files.compared) paths, all listed by the layers")
    }

    /// Compares the files with the layers, and keeps what was verified for the next quick look.
    private static func compare(
        _ station: Station,
        _ reference: Reference,
        _ target: RestoreTarget,
        _ ownership: LazyOwnership,
        isDeep: Bool,
        _ context: Context
    ) throws(Failure) -> ComparisonResult {
        let restorer = Restorer(
            root: station.root,
            target: target,
            facts: StationFacts(identity: station.identity, ownership: ownership.ownership),
            archives: reference.archives,
            workers: context.workers
        )
        let watch = PhaseWatch(context)
        defer { watch.finish() }
        return try Failure.explaining { () throws(DeployerError) in
            let result = try restorer.compare(method: isDeep ? .deep : .quick, observer: watch)
            if station.configuration != nil { try restorer.keep(result, now: context.now) }
            return result
        }
    }
}
