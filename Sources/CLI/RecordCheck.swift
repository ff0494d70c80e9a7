import Journal
import Model
import Primitives
import Report
import Trust

/// `socle journal verify`: a station's record, or one that was exported.
struct RecordCheck {
    private let invocation: Invocation
    private let context: Context
    private let known: JournalKnowledge

    init(_ invocation: Invocation, _ context: Context) throws(Failure) {
        self.invocation = invocation
        self.context = context
        known = JournalKnowledge(
            head: try invocation.digest(
                FlagTable.head,
                called: "digest",
                hint: "give the 64 digits of a report"
            ),
            signer: try invocation.digest(
                FlagTable.recordKey,
                called: "fingerprint",
                hint: "give the 64 digits that socle status printed on the station"
            )
        )
    }

    func run() throws(Failure) -> ExitCode {
        guard let path = invocation.value(FlagTable.record) else {
            let journal = try Station(invocation).existingJournal()
            var known = known
            known.keys = journal.keys
            let status = try Failure.explaining { () throws(JournalError) in
                try journal.verify(against: known)
            }
            return try conclude(status, head: [])
        }
        guard !invocation.has(FlagTable.root) else {
            throw .usage(
                "--record and --root name two records",
                hint: "give the one to be checked"
            )
        }
        let bytes = try UserFile(path).read(limit: 1 << 30)
        let proof = try Failure.explaining("\(path) proves nothing") { () throws(JournalError) in
            try JournalProof(checking: bytes, against: known)
        }
        let key = proof.key?.fingerprint.hex
        let signer =
            switch (key, known.signer) {
            case (nil, _):
                Phrase(fr: "non signé", en: "not signed")
            case (let key?, nil):
                Phrase(
                    fr: "signé par \(key), empreinte non comparée (--key)",
                    en: "signed by \(key), fingerprint not compared (--key)"
                )
            case (let key?, _):
                Phrase(fr: "signé par \(key), comme attendu", en: "signed by \(key), as expected")
            }
        let head = [
            Phrase(
                fr: "poste \(proof.station), journal écrit le \(proof.taken)",
                en: "station \(proof.station), record written out on \(proof.taken)"
            ),
            signer,
        ]
        return try conclude(proof.status, head: head)
    }

    private func conclude(_ status: JournalStatus, head: [Phrase]) throws(Failure) -> ExitCode {
        guard status.isWhole else {
            throw Failure(
                .undetermined,
                "the record does not hold",
                causes: [status.firstFault?.description ?? unknownHead(status)]
            )
        }
        var lines = head
        if status.pruned > 0 {
            lines.append(
                Phrase(
                    fr: "entrées retirées par la durée de conservation : \(status.pruned)",
                    en: "entries removed by the retention rule: \(status.pruned)"
                )
            )
        }
        let signatures = status.signatures
        lines.append(
            Phrase(
                fr: "signatures vérifiées : \(signatures.verified), d’une autre clé : "
                    + "\(signatures.unverified), absentes : \(signatures.unsigned)",
                en: "signatures checked: \(signatures.verified), by another key: "
                    + "\(signatures.unverified), none: \(signatures.unsigned)"
            )
        )
        let end =
            known.head == nil
            ? Phrase(fr: "fin non attestée", en: "end not attested")
            : Phrase(fr: "fin attestée", en: "end attested")
        let text = lines.map { Escaped.text(context.text($0)) + "\n" }.joined()
        try context.say("\(text)\(status.length)  \(status.head)  \(context.text(end))\n")
        return .success
    }

    private func unknownHead(_ status: JournalStatus) -> String {
        status.pruned == 0
            ? "it does not hold the head that is known: its end was cut"
            : "it does not hold the head that is known: its end was cut, or the head is older than "
                + "what the retention rule kept"
    }
}
