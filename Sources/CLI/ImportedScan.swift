import Convention
import Diff
import Inventory
import Model
import Primitives
import Report

/// Judges stations by the inventories other programs made of them.
///
/// No file of such a station can be compared, and what an inventory does not list is not known to be
/// absent.
enum ImportedScan {
    /// Judges every document `--import` names.
    static func run(_ invocation: Invocation, _ context: Context) throws(Failure) -> ExitCode {
        for flag in [FlagTable.deep, FlagTable.quick, FlagTable.explain] where invocation.has(flag)
        {
            throw .usage(
                "--\(flag.name) needs the station’s own files",
                hint: "leave --\(flag.name) or --import out"
            )
        }
        let documents = try ImportedDocuments(invocation)
        try documents.checkOutput(invocation)
        let station = try Station(invocation)
        let reference = try Reference.read(station, invocation, context)
        return try documents.forEach(context) { (inventory) throws(Failure) in
            let scan = judge(inventory, reference, context)
            try ScanCommand.report(
                scan,
                isOneOfMany: documents.areSeveral,
                decision: reference.decision(on: scan, RestoreOrder(), context),
                invocation,
                context
            )
            return ScanCommand.exit(scan.verdict)
        }
    }

    private static func judge(
        _ inventory: Inventory,
        _ reference: Reference,
        _ context: Context
    ) -> ScanResult {
        let station = StationIdentity(imported: inventory)
        let outcome = DiffEngine.findings(
            DiffInput(
                inventory: inventory,
                lock: reference.lock,
                system: reference.system,
                application: reference.application,
                station: station
            )
        )
        return ScanResult(
            station: station,
            taken: inventory.taken,
            reference: reference.description,
            verdict: outcome.verdict,
            findings: outcome.findings,
            coverage: inventory.coverage,
            method: nil,
            comparedPaths: 0,
            packageCount: InstalledLock.make(from: inventory).packages.count
        )
    }
}

extension StationIdentity {
    /// The station as its document names it; without a name, the document's own stands for it.
    init(imported inventory: Inventory) {
        let document = inventory.document
        let name = document?.station ?? document?.file ?? ""
        self.init(id: Station.pseudonym(document?.identifier ?? name), name: name)
    }
}
