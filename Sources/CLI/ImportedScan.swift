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
        for flag in [FlagTable.deep, FlagTable.quick, FlagTable.explain, FlagTable.fault]
        where invocation.has(flag) {
            throw .usage(
                "--\(flag.name) needs the station’s own files",
                hint: "leave --\(flag.name) or --import out"
            )
        }
        let documents = try ImportedDocuments(invocation)
        try documents.checkOutput(invocation)
        let station = try Station(invocation)
        let reference = try Reference.read(station, invocation, context)
        var isFirst = true
        var summary = FleetSummary()
        let isSummed = invocation.value(FlagTable.format) == "ndjson"
        // A line of a summary does not tell how many packages there are.
        let judge: @Sendable (Inventory) -> ScanResult = { inventory in
            reference.judge(
                inventory,
                of: StationIdentity(imported: inventory),
                packageCount: isSummed ? 0 : InstalledLock.count(in: inventory)
            )
        }
        guard isSummed else {
            let work: @Sendable (Inventory) -> (ScanResult, Decision) = { inventory in
                let scan = judge(inventory)
                return (scan, reference.decision(on: scan, RestoreOrder(), context))
            }
            return try documents.forEach(context, work) { (judged) throws(Failure) in
                try ScanCommand.report(
                    judged.0,
                    isOneOfMany: documents.areSeveral,
                    isFirst: isFirst,
                    decision: judged.1,
                    invocation,
                    context
                )
                isFirst = false
                return ScanCommand.exit(judged.0.verdict)
            }
        }
        // What is summed is made small where it is made: no worker waits for another's findings.
        let work: @Sendable (Inventory) -> FleetSummary.Station = { .init(judge($0)) }
        let exit = try documents.forEach(context, work) { (station) throws(Failure) in
            summary.add(station)
            try context.say(station.line)
            return ScanCommand.exit(station.verdict)
        }
        try context.say(summary.lines)
        return exit
    }
}

extension StationIdentity {
    /// The station as its document names it, in the school and the room its folders name; without a
    /// name, the document's own stands for it.
    init(imported inventory: Inventory) {
        let document = inventory.document
        let name = document?.station ?? document?.file ?? ""
        let place = ImportedPlace(document?.file ?? "")
        self.init(
            id: Station.pseudonym(document?.identifier ?? name),
            name: name,
            school: place.school,
            room: place.room
        )
    }
}
