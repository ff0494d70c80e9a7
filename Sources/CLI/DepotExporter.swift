import Depot
import Platform
import Primitives
import Report
import Trust

/// `socle depot export` and `socle depot mirror`: a copy that needs nothing else, or what a signer
/// needs.
struct DepotExporter {
    private let invocation: Invocation
    private let context: Context

    init(_ invocation: Invocation, _ context: Context) {
        self.invocation = invocation
        self.context = context
    }

    /// Copies the depot whole, or with `--for-signing` what signers need of it.
    func run() throws(Failure) -> ExitCode {
        let place = invocation.arguments[0]
        guard invocation.has(FlagTable.forSigning) else {
            return try copy(from: try DepotPlace(place).transport())
        }
        return try exportDrafts(try UserFile(place).folder(), try destination())
    }

    /// Brings a copy up to date over a line, at most as fast as `--limit-rate` says.
    func mirror() throws(Failure) -> ExitCode {
        let kibibytes = try invocation.number(FlagTable.limitRate, in: 1...10_000_000)
        let depot = try DepotPlace(invocation.arguments[0])
        return try copy(
            from: try depot.transport(mostBytesPerSecond: kibibytes.map { $0 << 10 })
        )
    }

    private func exportDrafts(_ source: Directory, _ folder: Directory) throws(Failure) -> ExitCode
    {
        let roles = try Failure.explaining { () throws(DepotError) in
            try DepotWriter.open(source).copyForSigning(to: folder)
        }
        let names = roles.joined(separator: ", ")
        try say(
            roles.isEmpty ? "aucun brouillon n’attend de signature\n" : "à signer : \(names)\n",
            roles.isEmpty ? "no draft waits for a signature\n" : "to sign: \(names)\n"
        )
        return .success
    }

    private func copy(from transport: any Transport) throws(Failure) -> ExitCode {
        try Failure.explaining { () throws(PlatformError) in try Interruption.install() }
        let folder = try destination()
        let first = try DepotSession.firstRoot(transport)
        let meter = Meter(context, Phrase(fr: "copie", en: "copy"))
        defer { meter.finish() }
        let outcome = try Failure.explaining("the depot was not copied") {
            () throws(DepotError) in
            try DepotExport.run(
                from: transport,
                to: folder,
                start: DepotSession.start(pinnedRoot: first, pins: nil, now: context.now),
                isCancelled: { Interruption.isRequested }
            ) { meter.update(done: $0, total: $1) }
        }
        let roots = outcome.survey.documents.first { $0.role == "root" }?.version ?? 1
        let words = context.language.wording
        let (brought, reused) = (words.size(outcome.bytes), words.size(outcome.reused))
        try say(
            "copie vérifiée : \(outcome.copied) fichier(s) copié(s), \(outcome.kept) déjà là, "
                + "\(outcome.removed) périmé(s) retiré(s), \(roots) racine(s)\n"
                + "\(brought) pris au dépôt, \(reused) repris d’une édition antérieure\n",
            "verified copy: \(outcome.copied) file(s) copied, \(outcome.kept) there already, "
                + "\(outcome.removed) outdated removed, \(roots) root(s)\n"
                + "\(brought) taken from the depot, \(reused) from an earlier edition\n"
        )
        return .success
    }

    private func destination() throws(Failure) -> Directory {
        let place = UserFile(invocation.arguments[1])
        let parent = try place.parent()
        let name = try place.relativeName()
        try Failure.explaining("\(place.path) can not be made") { () throws(PlatformError) in
            guard try parent.statusIfPresent(of: name) == nil else { return }
            try parent.makeDirectories(name, permissions: 0o755)
        }
        return try place.folder()
    }

    private func say(_ french: String, _ english: String) throws(Failure) {
        try context.say(context.text(Phrase(fr: french, en: english)))
    }
}
