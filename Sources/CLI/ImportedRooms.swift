import Diff
import Inventory
import Model
import Primitives
import Report

/// The rooms of a folder of inventories, each station beside the others of its folder.
enum ImportedRooms {
    /// Compares the stations of each folder; only one folder's names and versions are held.
    static func run(
        _ documents: ImportedDocuments,
        _ invocation: Invocation,
        _ context: Context
    ) throws(Failure) -> ExitCode {
        var room = ""
        var comparison = OddStations()
        var isOdd = false
        let exit = try documents.forEach(context, { $0 }) { (inventory) throws(Failure) in
            let folder = ImportedPlace(inventory.document?.file ?? "").folder
            if folder != room, comparison.count > 0 {
                if try report(comparison, room, invocation, context) { isOdd = true }
                comparison = OddStations()
            }
            room = folder
            comparison.add(inventory, named: StationIdentity(imported: inventory).name)
            return .success
        }
        if try report(comparison, room, invocation, context) { isOdd = true }
        return exit == .success && isOdd ? .deviations : exit
    }

    private static func report(
        _ comparison: OddStations,
        _ room: String,
        _ invocation: Invocation,
        _ context: Context
    ) throws(Failure) -> Bool {
        let odd = comparison.odd()
        let isText = !["json", "ndjson"].contains(invocation.value(FlagTable.inventoryFormat))
        try context.say(
            isText
                ? OddStationReport.text(
                    odd,
                    room: room,
                    stations: comparison.count,
                    language: context.language,
                    style: context.style
                )
                : JSONWriter.compact(
                    OddStationReport.json(odd, room: room, stations: comparison.count)
                ) + "\n"
        )
        return !odd.isEmpty
    }
}

/// What the folders an inventory lies in say of its station: `…/UAI/SALLE/file`.
struct ImportedPlace {
    /// The folders, as a path.
    let folder: String
    /// The school, where a folder is named by its code.
    let school: SchoolCode?
    /// The folder below the school's.
    let room: String?

    /// Reads the path of a document below the folder that was named.
    init(_ file: String) {
        let folders = file.split(separator: "/").dropLast().map(String.init)
        folder = folders.joined(separator: "/")
        // A folder of any other name says nothing of a school.
        let place = folders.firstIndex { (try? SchoolCode($0)) != nil }
        school = place.flatMap { try? SchoolCode(folders[$0]) }
        room = place.flatMap { folders.indices.contains($0 + 1) ? folders[$0 + 1] : nil }
    }
}
