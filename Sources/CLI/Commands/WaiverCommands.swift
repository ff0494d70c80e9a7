import Depot
import Manifest
import Model
import Platform
import Primitives
import Report
import Trust

/// `socle waiver`: extra needs that both institutions validate (convention, Article 3).
enum WaiverCommands {
    static let all = [propose, sign, list]

    private static let propose = CommandSpec(
        "waiver propose",
        arguments: "DIR ID",
        count: 2...2,
        flags: [
            FlagTable.school, FlagTable.room, FlagTable.stationName, FlagTable.passphraseFile,
        ],
        required: [
            FlagTable.software, FlagTable.function, FlagTable.reason, FlagTable.firstDay,
            FlagTable.lastDay, FlagTable.key,
        ],
        fr: "rédige un complément et le signe pour une institution ; l’autre le signe ensuite",
        en: "draft an extra need and sign it for one institution; the other signs next"
    ) { (invocation, context) throws(Failure) in
        let proposal = try WaiverProposal(invocation)
        let key = try KeyFiles(invocation, context).load(invocation.value(FlagTable.key) ?? "")
        let directory = try UserFile(invocation.arguments[0]).folder()
        let writer = try Failure.explaining { () throws(DepotError) in
            try DepotWriter.open(directory)
        }
        let path = "complements/\(proposal.waiver.id).json"
        let draft = try Failure.explaining { () throws(DepotError) in
            // A wrong key leaves no draft behind.
            try writer.requireSigner(key.publicKey, of: "complements", now: context.now)
            try writer.add(path, bytes: proposal.document, now: context.now)
            try writer.addSignature(to: "complements", key: key)
            return try writer.drafts().first { $0.role == "complements" }
        }
        guard let draft else { return .undetermined }
        let details = try WaiverDifference(context).text(writer, draft)
        try context.say(DraftReport(context).text(draft, details: details))
        return .success
    }

    private static let sign = CommandSpec(
        "waiver sign",
        arguments: "DIR",
        count: 1...1,
        flags: [FlagTable.trust, FlagTable.approve, FlagTable.passphraseFile],
        required: [FlagTable.key],
        fr: "vérifie la première signature, montre ce qui change en clair, et signe avec --approve",
        en: "check the first signature, show what changes in plain words, sign with --approve"
    ) { (invocation, context) throws(Failure) in
        try DepotSigning(invocation, context).run(roles: ["complements"]) {
            (writer, draft) throws(Failure) in
            guard draft.progress.contains(where: { $0.count > 0 }) else {
                throw Failure(
                    .refused,
                    "the other institution has not signed this draft yet",
                    hints: ["socle waiver propose writes and signs it first"]
                )
            }
            return try WaiverDifference(context).text(writer, draft)
        }
    }

    private static let list = CommandSpec(
        "waiver list",
        arguments: "DIR",
        count: 1...1,
        flags: [FlagTable.format, FlagTable.output],
        fr: "les compléments publiés : en vigueur, bientôt expirés, expirés, à venir",
        en: "the published extra needs: in force, expiring soon, expired, to come"
    ) { (invocation, context) throws(Failure) in
        let directory = try UserFile(invocation.arguments[0]).folder()
        var session = try DepotSession(publisherOf: directory, now: context.now)
        let waivers = try session.waivers()
        let report = WaiverList(waivers, on: context.now.day)
        let text =
            switch invocation.value(FlagTable.format) {
            case "json": JSONWriter.pretty(report.json)
            case "csv": report.csv
            default: report.text(language: context.language, style: context.style)
            }
        try context.emit(text, invocation)
        return .success
    }
}
