public import Model
public import Primitives

/// The message that tells the other institution's ticket tool of one change of state (convention,
/// Article 2 and Annexe II 2.5).
///
/// It stands for one entry of a station's journal, and its id is made from that entry: the same
/// entry gives the same message, so a message sent twice is filed once.
public struct TicketMessage: Sendable {
    /// What a template may ask for.
    static let places: Set<String> = [
        "ticket", "uai", "salle", "poste", "etat", "date", "socles", "ecarts", "plan", "sequence",
        "journal", "phrase",
    ]

    private let station: StationIdentity
    private let entry: JournalEntry
    private let digest: Digest
    private let ticket: String

    /// A message about `entry`, whose digest the journal knows, in the exchange about `ticket`.
    public init(
        station: StationIdentity,
        entry: JournalEntry,
        digest: Digest,
        ticket: String
    ) {
        self.station = station
        self.entry = entry
        self.digest = digest
        self.ticket = ticket
    }

    /// The message, filled into `template`.
    ///
    /// - Throws: ``ReportError`` for an entry that changes no ticket's state.
    public func message(
        _ template: MailTemplate,
        form: MailTemplate.Form,
        from sender: MailAddress,
        to recipients: [MailAddress],
        language: Language
    ) throws(ReportError) -> MailMessage {
        let words = language.wording
        let (state, phrase) = try state(words, language)
        let values = [
            "ticket": ticket, "uai": station.school?.description ?? "",
            "salle": station.room ?? "", "poste": station.name.isEmpty ? station.id : station.name,
            "etat": state, "date": words.moment(entry.instant),
            "socles": texts("couches").map(LayerKind.titled).joined(separator: ", "),
            "ecarts": entry.details["ecarts"] == nil ? "" : String(texts("ecarts").count),
            "plan": entry.action == .scanned ? "" : entry.subject,
            "sequence": String(entry.sequence), "journal": digest.hex, "phrase": phrase,
        ]
        let (subject, body) = template.filled(values, form)
        let domain =
            "\(station.id.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }).socle.invalid"
        let thread = "ticket-\(Hexadecimal.encode(Array(ticket.utf8)))@\(domain)"
        return MailMessage(
            sender: sender,
            recipients: recipients,
            subject: subject,
            date: entry.instant,
            id: "\(entry.sequence).\(digest.hex.prefix(32))@\(domain)",
            thread: thread,
            headers: [("X-Socle-Sequence", String(entry.sequence))],
            body: body
        )
    }

    /// The state in a word, and in a sentence.
    private func state(
        _ words: any Wording,
        _ language: Language
    ) throws(ReportError) -> (String, String) {
        let name = ScanReport.stationName(station, words)
        switch entry.action {
        case .scanned:
            let verdict = Verdict(rawValue: entry.subject) ?? .undetermined
            return (
                Bilingual(fr: "constat", en: "scan").text(language),
                words.verdict(verdict, station: name, deviations: texts("ecarts").count)
            )
        case .planned:
            return (
                Bilingual(fr: "ordre préparé", en: "order prepared").text(language),
                Bilingual(
                    fr: "Le plan de \(name) est prêt et attend son approbation.",
                    en: "The plan for \(name) is ready and waits for its approval."
                ).text(language)
            )
        case .restored:
            let isProven = entry.details["resultat"] == .string("prouvee")
            let result: RestoreOutcome.Result =
                entry.details["resultat"] == .string("annulee") ? .rolledBack : .restored
            let proof = words.phrase(isProven ? .proven : .notProven)
            return (
                result == .rolledBack
                    ? Bilingual(fr: "intervention annulée", en: "intervention taken back")
                        .text(language)
                    : Bilingual(fr: "intervention faite", en: "intervention done").text(language),
                words.outcome(result, station: name)
                    + (result == .rolledBack ? "" : " " + proof)
            )
        case .undone:
            return (
                Bilingual(fr: "retour en arrière fait", en: "undone").text(language),
                words.outcome(.undone, station: name)
            )
        case .refused:
            return (
                Bilingual(fr: "refusé", en: "refused").text(language),
                Bilingual(
                    fr: "L’intervention sur \(name) n’a pas été permise ; rien n’a été changé.",
                    en: "The intervention on \(name) was not allowed; nothing was changed."
                ).text(language)
            )
        default:
            throw ReportError(
                .malformed,
                subject: "entry \(entry.sequence)",
                detail: "“\(entry.action.rawValue)” changes the state of no ticket"
            )
        }
    }

    private func texts(_ name: String) -> [String] {
        guard case .array(let list)? = entry.details[name] else { return [] }
        return list.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }
}
