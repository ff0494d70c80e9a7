import Depot
import Platform
import Primitives
import Trust

/// Shows a signer what drafts change and, once that very content is approved, signs them.
struct DepotSigning {
    private let invocation: Invocation
    private let context: Context

    init(_ invocation: Invocation, _ context: Context) {
        self.invocation = invocation
        self.context = context
    }

    /// Signs the drafts of `roles` that the key signs.
    ///
    /// - Parameters:
    ///   - roles: the roles whose drafts are meant.
    ///   - describing: says what a draft changes, where its targets' names do not tell.
    /// - Returns: success, also where nothing was approved yet.
    /// - Throws: ``Failure`` for a draft that must not be signed, or another than was approved.
    func run(
        roles: [String],
        describing: (borrowing DepotWriter, DepotDraft) throws(Failure) -> String = { _, _ in "" }
    ) throws(Failure) -> ExitCode {
        let directory = try UserFile(invocation.arguments[0]).folder()
        let key = try KeyFiles(invocation, context).load(invocation.value(FlagTable.key) ?? "")
        let writer = try Failure.explaining { () throws(DepotError) in
            try DepotWriter.open(directory)
        }
        try requireKnown(writer)
        let drafts = try drafts(writer, roles, key.publicKey)
        let id = Self.id(of: drafts)
        guard let approved = invocation.value(FlagTable.approve) else {
            var text = ""
            for draft in drafts {
                text += DraftReport(context).text(draft, details: try describing(writer, draft))
            }
            try context.say(
                text
                    + context.text(
                        Phrase(
                            fr: "Rien n’est signé. --approve \(id) signe exactement "
                                + "ce qui précède.\n",
                            en: "Nothing is signed. --approve \(id) signs exactly the above.\n"
                        )
                    )
            )
            return .success
        }
        guard approved == id.hex else {
            throw Failure(
                .refused,
                "the approval names something else than what the drafts hold now",
                causes: ["approved: \(approved)", "the drafts: \(id)"],
                hints: ["run the command without --approve and read what it shows"]
            )
        }
        for draft in drafts {
            try Failure.explaining { () throws(DepotError) in
                try writer.addSignature(to: draft.role, key: key)
            }
        }
        for draft in try self.drafts(writer, drafts.map(\.role), key.publicKey) {
            let progress = DraftReport(context).progress(draft)
            try context.say(
                context.text(
                    Phrase(
                        fr: "\(draft.role) : signé, signatures : \(progress)\n",
                        en: "\(draft.role): signed, signatures: \(progress)\n"
                    )
                )
            )
        }
        return .success
    }

    /// Refuses drafts of a depot the signer does not know: whoever brings a draft must not choose
    /// what it is compared with.
    private func requireKnown(_ writer: borrowing DepotWriter) throws(Failure) {
        let isNew = try Failure.explaining { () throws(DepotError) in
            try writer.version(of: "root") == 0
        }
        guard let path = invocation.value(FlagTable.trust) else {
            guard isNew else {
                throw Failure(
                    .refused,
                    "whose depot this is must be known before its drafts are signed",
                    hints: ["--trust FILE names a root of the depot that you trust already"]
                )
            }
            return
        }
        let anchor = try UserFile(path).read(limit: Station.rootLimit)
        try Failure.explaining("the drafts belong to another depot than the one trusted") {
            () throws(DepotError) in try writer.requireDescent(from: anchor)
        }
    }

    private func drafts(
        _ writer: borrowing DepotWriter,
        _ roles: [String],
        _ key: PublicKey
    ) throws(Failure) -> [DepotDraft] {
        let all = try Failure.explaining { () throws(DepotError) in try writer.drafts() }
            .filter { roles.contains($0.role) }
        guard !all.isEmpty else {
            throw Failure(
                .refused,
                "no draft of \(roles.joined(separator: ", ")) waits to be signed",
                hints: ["socle depot add, waiver propose and trust rotate make drafts"]
            )
        }
        var own: [DepotDraft] = []
        for draft in all {
            let isSigner = try Failure.explaining { () throws(DepotError) in
                try writer.isSigner(key, of: draft.role)
            }
            if isSigner { own.append(draft) }
        }
        guard !own.isEmpty else {
            throw Failure(
                .refused,
                "the key \(key.fingerprint) signs none of the drafts that wait",
                causes: ["they are of \(all.map(\.role).joined(separator: ", "))"],
                hints: ["socle trust show --depot DIR lists who signs what"]
            )
        }
        return own
    }

    /// The digest of exactly what would be signed.
    private static func id(of drafts: [DepotDraft]) -> Digest {
        let text = drafts.map { "\($0.role) \($0.digest)\n" }.joined()
        return SHA256Hasher.digest(of: Array(text.utf8))
    }
}
