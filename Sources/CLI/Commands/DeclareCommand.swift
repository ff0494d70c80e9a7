import Model
import Platform
import Primitives
import Report

/// `socle declare`: what the gestionnaire réseau says is there (convention, Article 2, annexe V).
enum DeclareCommand {
    static let spec = CommandSpec(
        "declare",
        flags: [
            FlagTable.software, FlagTable.reason, FlagTable.lastDay, FlagTable.school,
            FlagTable.room, FlagTable.stationName, FlagTable.withdraw, FlagTable.declarations,
            FlagTable.root, FlagTable.format, FlagTable.output,
        ],
        fr: "déclare un logiciel installé ou en test ; sans --software, montre ce qui est déclaré",
        en: "declare software installed or on trial; without --software, show what is declared"
    ) { (invocation, context) throws(Failure) in
        let identities = try SoftwareFlags.identities(invocation)
        let station = invocation.has(FlagTable.declarations) ? nil : try Station(invocation)
        guard !identities.isEmpty else { return try list(station, invocation, context) }
        let folder = try folder(station, invocation)
        if invocation.has(FlagTable.withdraw) {
            for identity in identities {
                guard try Declarations.withdraw(identity, in: folder) else {
                    throw Failure(
                        .undetermined,
                        "“\(identity.source.rawValue):\(identity.name)” is not declared",
                        hints: ["socle declare shows what is"]
                    )
                }
            }
            return try list(station, invocation, context)
        }
        guard let reason = invocation.value(FlagTable.reason) else {
            throw .usage("a declaration says why", hint: "--reason TEXT")
        }
        for identity in identities {
            try Declarations.write(
                Declaration(
                    identity: identity,
                    scope: try scope(of: station, invocation),
                    day: context.now.day,
                    trialUntil: try lastDay(invocation, context),
                    reason: reason
                ),
                in: folder
            )
        }
        return try list(station, invocation, context)
    }

    private static func list(
        _ station: Station?,
        _ invocation: Invocation,
        _ context: Context
    ) throws(Failure) -> ExitCode {
        let declarations =
            if let station { try Declarations(of: station).all() } else {
                try Declarations.named(invocation)
            }
        let list = DeclarationList(declarations, on: context.now.day)
        let text =
            invocation.value(FlagTable.format) == "json"
            ? JSONWriter.pretty(list.json)
            : list.text(language: context.language, style: context.style)
        try context.emit(text, invocation)
        return .success
    }

    private static func folder(
        _ station: Station?,
        _ invocation: Invocation
    ) throws(Failure) -> Directory {
        guard let station else {
            return try UserFile(invocation.value(FlagTable.declarations) ?? "").folder()
        }
        return try Failure.explaining { () throws(PlatformError) in
            try station.root.makeDirectories(Declarations.path, permissions: 0o755)
            return try station.root.openDirectory(Declarations.path)
        }
    }

    /// A declaration made on a station is about that station, unless it says otherwise.
    private static func scope(
        of station: Station?,
        _ invocation: Invocation
    ) throws(Failure) -> StationScope {
        var scope = try SoftwareFlags.scope(invocation)
        if scope == StationScope(), let station { scope.stations = [station.identity.id] }
        return scope
    }

    private static func lastDay(
        _ invocation: Invocation,
        _ context: Context
    ) throws(Failure) -> Day? {
        guard invocation.has(FlagTable.lastDay) else { return nil }
        let day = try SoftwareFlags.day(invocation, FlagTable.lastDay)
        guard context.now.day <= day else {
            throw .usage("a trial until \(day) is over already", hint: "give a day to come")
        }
        return day
    }
}
