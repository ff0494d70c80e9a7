import Deployer
import Model
import Primitives
import Report

/// `socle purge`: removes what restores displaced, once somebody approves it.
enum PurgeCommand {
    static let spec = CommandSpec(
        "purge",
        flags: [FlagTable.root, FlagTable.upTo, FlagTable.approve, FlagTable.format],
        fr: "supprime ce que les restaurations ont mis de côté ; sans --approve, montre ce qui "
            + "partirait",
        en: "remove what restores set aside; without --approve, show what would go"
    ) { (invocation, context) throws(Failure) in
        let station = try Station(invocation)
        try station.recoverIfNeeded(context)
        let last = try invocation.number(FlagTable.upTo, in: 1...Int.max).map { Int64($0) }
        let id = try invocation.digest(
            FlagTable.approve,
            called: "id",
            hint: "give the 64 digits socle purge shows"
        )
        guard let id else {
            let purge = try Failure.explaining { () throws(DeployerError) in
                try Purge.plan(station.root, through: last)
            }
            try show(purge, invocation, context)
            throw Failure(
                .refused,
                "the purge is not approved",
                hints: [
                    "socle purge" + (last.map { " --up-to \($0)" } ?? "") + " --approve \(purge.id)"
                ]
            )
        }
        let purge = try Failure.explaining { () throws(DeployerError) in
            try Purge.run(station.root, through: last, approve: id)
        }
        try station.record(
            .purged,
            purge.id.hex,
            [
                "transactions": .array(purge.numbers.map { .integer($0) }),
                "octets": .integer(Int64(clamping: purge.bytes)),
                "donneesPossibles": .integer(Int64(purge.possibleData.count)),
            ],
            context
        )
        try context.say(
            context.text(
                Phrase(
                    fr: "\(purge.count) objets supprimés, \(purge.bytes >> 20) Mio libérés\n",
                    en: "\(purge.count) objects removed, \(purge.bytes >> 20) MiB freed\n"
                )
            )
        )
        return .success
    }

    private static func show(
        _ purge: Purge,
        _ invocation: Invocation,
        _ context: Context
    ) throws(Failure) {
        if invocation.value(FlagTable.format) == "json" {
            let document: JSONValue = [
                "format": 1,
                "id": .string(purge.id.hex),
                "transactions": .array(purge.numbers.map { .integer($0) }),
                "objects": .integer(Int64(purge.count)),
                "bytes": .integer(Int64(clamping: purge.bytes)),
                "possibleData": .array(
                    purge.possibleData.map { .string(Escaped.path($0)) }
                ),
            ]
            return try context.say(JSONWriter.pretty(document))
        }
        let numbers = purge.numbers.map { "\($0)" }.joined(separator: ", ")
        let data = purge.possibleData.prefix(30).map { "  /\(Escaped.path($0))\n" }.joined()
        let more = purge.possibleData.count > 30 ? "  … \(purge.possibleData.count)\n" : ""
        try context.say(
            context.text(
                Phrase(
                    fr: "restaurations n° \(numbers) : \(purge.count) objets, "
                        + "\(purge.bytes >> 20) Mio ; elles ne pourront plus être annulées\n"
                        + (data.isEmpty
                            ? "" : "données possibles, supprimées elles aussi :\n\(data)\(more)"),
                    en: "restores no. \(numbers): \(purge.count) objects, "
                        + "\(purge.bytes >> 20) MiB; they can be undone no more\n"
                        + (data.isEmpty ? "" : "possible data, removed too:\n\(data)\(more)")
                )
            )
        )
    }
}
