import Depot
import Primitives
import Trust

/// `socle depot publish`: signatures gathered, then what has them all made public.
struct DepotPublication {
    private let invocation: Invocation
    private let context: Context

    init(_ invocation: Invocation, _ context: Context) {
        self.invocation = invocation
        self.context = context
    }

    func run() throws(Failure) -> ExitCode {
        let keys = try KeyFiles(invocation, context).load(all: invocation.all(FlagTable.key))
        let directory = try UserFile(invocation.arguments[0]).folder()
        let writer = try Failure.explaining { () throws(DepotError) in
            try DepotWriter.open(directory)
        }
        if let path = invocation.value(FlagTable.signedDrafts) {
            let folder = try UserFile(path).folder()
            let taken = try Failure.explaining { () throws(DepotError) in
                try writer.takeDrafts(from: folder)
            }
            for role in taken {
                try say("\(role) : signatures reprises\n", "\(role): signatures taken over\n")
            }
        }
        for role in try roles(writer, keys) {
            let publication = try Failure.explaining { () throws(DepotError) in
                var own: [SigningKey] = []
                if invocation.has(FlagTable.role) {
                    own = keys
                } else {
                    for key in keys where try writer.isSigner(key.publicKey, of: role) {
                        own.append(key)
                    }
                }
                return try writer.publish(role, keys: own, now: context.now)
            }
            try report(role, publication)
        }
        return .success
    }

    /// The role named, or every one that has a draft, in the order they are published.
    private func roles(
        _ writer: borrowing DepotWriter,
        _ keys: [SigningKey]
    ) throws(Failure) -> [String] {
        if let role = invocation.value(FlagTable.role) {
            guard !keys.isEmpty || invocation.has(FlagTable.signedDrafts) else {
                throw .usage(
                    "--key is missing",
                    hint: "socle depot publish DIR --role \(role) --key FILE"
                )
            }
            return [role]
        }
        let drafts = try Failure.explaining { () throws(DepotError) in try writer.drafts() }
        guard !drafts.isEmpty else {
            throw Failure(
                .refused,
                "no draft waits to be published",
                hints: ["--role ROLE --key FILE signs what is published anew"]
            )
        }
        return drafts.map(\.role)
    }

    private func report(_ role: String, _ publication: DepotWriter.Publication) throws(Failure) {
        switch publication {
        case .published(let version):
            try say(
                "\(role) : version \(version) publiée\n",
                "\(role): version \(version) published\n"
            )
        case .prepared(let version):
            try say(
                "\(role) : version \(version) prête, annoncée par le prochain depot refresh\n",
                "\(role): version \(version) ready, announced by the next depot refresh\n"
            )
        case .waiting(let count, let threshold):
            try say(
                "\(role) : \(count) signature(s) sur \(threshold), en attente des autres\n",
                "\(role): \(count) of \(threshold) signatures, waiting for the others\n"
            )
        case .behind(let other):
            try say(
                "\(role) : en attente de la publication de \(other)\n",
                "\(role): waiting for \(other) to be published\n"
            )
        }
    }

    private func say(_ french: String, _ english: String) throws(Failure) {
        try context.say(context.text(Phrase(fr: french, en: english)))
    }
}
