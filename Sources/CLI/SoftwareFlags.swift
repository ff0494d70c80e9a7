import Model
import Primitives

/// Software and the stations it is for, as commands are given them.
enum SoftwareFlags {
    /// What `--software` names.
    static func identities(_ invocation: Invocation) throws(Failure) -> [ComponentIdentity] {
        var identities: [ComponentIdentity] = []
        for text in invocation.all(FlagTable.software) {
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, let source = InventorySource(rawValue: parts[0]) else {
                let sources = InventorySource.allCases.map(\.rawValue).joined(separator: ", ")
                throw .usage(
                    "--software “\(text)” is not a source, a colon and a name",
                    hint: "such as dpkg:sonic-pi; sources are \(sources)"
                )
            }
            identities.append(ComponentIdentity(source: source, name: parts[1]))
        }
        return identities
    }

    /// The stations `--school`, `--room` and `--station` name.
    static func scope(_ invocation: Invocation) throws(Failure) -> StationScope {
        var codes: [SchoolCode] = []
        for part in list(invocation.value(FlagTable.school)) {
            do {
                codes.append(try SchoolCode(part))
            } catch {
                throw .usage("--school: \(error)", hint: "UAI codes, separated by commas")
            }
        }
        return StationScope(
            schools: codes,
            rooms: list(invocation.value(FlagTable.room)),
            stations: invocation.all(FlagTable.stationName)
        )
    }

    /// The day `flag` gives.
    static func day(_ invocation: Invocation, _ flag: Flag) throws(Failure) -> Day {
        do {
            return try Day(invocation.value(flag) ?? "")
        } catch {
            throw .usage("--\(flag.name): \(error)", hint: "a day such as 2026-09-01")
        }
    }

    private static func list(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map(String.init)
    }
}
