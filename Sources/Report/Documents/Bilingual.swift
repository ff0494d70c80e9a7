import Model
import Primitives

/// A text in both languages, for documents that say a thing once.
struct Bilingual: Sendable {
    private let french: FrenchText
    private let english: String

    init(fr french: FrenchText, en english: String) {
        self.french = french
        self.english = english
    }

    /// The text in `language`.
    func text(_ language: Language) -> String {
        switch language {
        case .french: french.text
        case .english: english
        }
    }
}

/// A document on paper: a title, blocks, and what was left to be filled in by hand.
struct DocumentBuilder {
    let language: Language
    private(set) var content: [HTML] = []

    init(_ language: Language) { self.language = language }

    mutating func title(_ text: Bilingual, _ soft: [String] = []) {
        content.append(.tag("h1", nil, text.text(language)))
        if !soft.isEmpty { content.append(.tag("p", "soft", soft.joined(separator: " · "))) }
    }

    mutating func heading(_ text: Bilingual) {
        content.append(.tag("h2", nil, text.text(language)))
    }

    mutating func paragraph(_ text: Bilingual, soft isSoft: Bool = false) {
        content.append(.tag("p", isSoft ? "soft" : nil, text.text(language)))
    }

    /// The document as a form of its own, called `title`, with nothing at its foot.
    func form(_ title: Bilingual) -> String {
        let title = title.text(language)
        return PageFrame(language: language, title: title, context: ["socle", title], notes: [])
            .document(content)
    }

    mutating func list(_ texts: [String]) { content.append(.list(texts)) }

    mutating func add(_ piece: HTML) { content.append(piece) }

    /// Labels with what stands beside them; nil is left to be filled in by hand.
    mutating func fields(_ fields: [(label: Bilingual, value: String?)]) {
        let pieces = fields.flatMap { label, value -> [HTML] in
            [
                .tag("dt", nil, label.text(language)),
                value.map { .tag("dd", nil, $0) } ?? .tag("dd", "blank", [.text("\u{A0}")]),
            ]
        }
        content.append(.tag("dl", "fields", pieces))
    }
}

extension StationIdentity {
    /// The school, the room and the station as fields of a document.
    func fields(_ words: any Wording) -> [(label: Bilingual, value: String?)] {
        [
            (Bilingual(fr: "Établissement", en: "School"), school?.description),
            (Bilingual(fr: "Salle", en: "Room"), room),
            (Bilingual(fr: "Poste", en: "Station"), name.isEmpty ? id : name),
        ]
    }
}
