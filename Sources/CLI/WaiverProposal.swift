import Manifest
import Model
import Primitives

/// The document of an extra need, from the words of a command.
struct WaiverProposal {
    let waiver: Waiver
    /// The document, as it is signed.
    let document: [UInt8]

    init(_ invocation: Invocation) throws(Failure) {
        var identities: [ComponentIdentity] = []
        for text in invocation.all(FlagTable.software) {
            identities.append(try Self.identity(text))
        }
        let proposed = Waiver(
            id: invocation.arguments[1],
            identities: identities,
            schools: try Self.schools(invocation.value(FlagTable.school)),
            rooms: Self.list(invocation.value(FlagTable.room)),
            stations: invocation.all(FlagTable.stationName),
            validity: Validity(
                from: try Self.day(invocation, FlagTable.firstDay),
                until: try Self.day(invocation, FlagTable.lastDay)
            ),
            function: invocation.value(FlagTable.function) ?? "",
            reason: invocation.value(FlagTable.reason) ?? ""
        )
        document = WaiverDocument.encode(proposed)
        // Read back by the rules every station reads it by.
        do {
            waiver = try WaiverDocument.decode(document, named: "\(proposed.id).json")
        } catch {
            throw Failure(
                .usage,
                "the extra need can not be written down like that",
                causes: error.errors.map(\.description),
                hints: ["see socle help waiver propose"]
            )
        }
    }

    private static func identity(_ text: String) throws(Failure) -> ComponentIdentity {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let source = InventorySource(rawValue: parts[0]) else {
            let sources = InventorySource.allCases.map(\.rawValue).joined(separator: ", ")
            throw .usage(
                "--software “\(text)” is not a source, a colon and a name",
                hint: "such as dpkg:sonic-pi; sources are \(sources)"
            )
        }
        return ComponentIdentity(source: source, name: parts[1])
    }

    private static func schools(_ text: String?) throws(Failure) -> [SchoolCode] {
        var codes: [SchoolCode] = []
        for part in list(text) {
            do {
                codes.append(try SchoolCode(part))
            } catch {
                throw .usage("--school: \(error)", hint: "UAI codes, separated by commas")
            }
        }
        return codes
    }

    private static func day(_ invocation: Invocation, _ flag: Flag) throws(Failure) -> Day {
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
