import Depot
import Platform
import Primitives
import Trust

/// `socle depot export`: a copy that needs nothing else, or what a signer needs.
struct DepotExporter {
    private let invocation: Invocation
    private let context: Context

    init(_ invocation: Invocation, _ context: Context) {
        self.invocation = invocation
        self.context = context
    }

    func run() throws(Failure) -> ExitCode {
        let source = try UserFile(invocation.arguments[0]).folder()
        let destination = try destination()
        return invocation.has(FlagTable.forSigning)
            ? try exportDrafts(source, destination) : try exportAll(source, destination)
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

    private func exportAll(_ source: Directory, _ folder: Directory) throws(Failure) -> ExitCode {
        let transport = DirectoryTransport(source)
        let first = try Failure.explaining { () throws(DepotError) in
            try transport.fetch("metadata/1.root.json", limit: Station.rootLimit)
        }
        let outcome = try Failure.explaining("the depot was not copied") {
            () throws(DepotError) in
            try DepotExport.run(
                from: transport,
                to: folder,
                start: DepotSession.start(pinnedRoot: first, pins: nil, now: context.now)
            )
        }
        let roots = outcome.survey.documents.first { $0.role == "root" }?.version ?? 1
        try say(
            "copie vérifiée : \(outcome.copied) fichier(s) copié(s), \(outcome.kept) déjà là, "
                + "\(outcome.removed) périmé(s) retiré(s), \(roots) racine(s)\n",
            "verified copy: \(outcome.copied) file(s) copied, \(outcome.kept) there already, "
                + "\(outcome.removed) outdated removed, \(roots) root(s)\n"
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
