public import Model
public import Primitives

/// What the gestionnaire réseau declared, by where it stands on one day.
///
/// It is also the list of what to install again after a reinstallation.
public struct DeclarationList: Sendable {
    /// Where a declaration stands.
    public enum State: String, Sendable, CaseIterable {
        case trialEndingSoon = "essai-bientot-fini"
        case trial = "en-test"
        case declared = "declare"
        case trialOver = "essai-fini"
    }

    private let rows: [(declaration: Declaration, state: State)]

    /// Sorts `declarations` by where they stand on `day`, then by name.
    public init(_ declarations: [Declaration], on day: Day) {
        rows = declarations.map { ($0, Self.state($0, on: day)) }.sorted {
            let order = State.allCases
            let left = (order.firstIndex(of: $0.1) ?? 0, $0.0.identity.name)
            return left < (order.firstIndex(of: $1.1) ?? 0, $1.0.identity.name)
        }
    }

    /// Where `declaration` stands on `day`.
    public static func state(_ declaration: Declaration, on day: Day) -> State {
        guard let last = declaration.trialUntil else { return .declared }
        if last < day { return .trialOver }
        let left = last.daysSince1970 - day.daysSince1970
        return left < WaiverList.warning ? .trialEndingSoon : .trial
    }

    /// The list as text, by state.
    public func text(language: Language, style: TextStyle = .plain) -> String {
        let words = language.wording
        var page = TextPage(style)
        guard !rows.isEmpty else {
            page.paragraph(words.declaration(.none))
            return page.text
        }
        for state in State.allCases {
            let group = rows.filter { $0.state == state }
            guard !group.isEmpty else { continue }
            page.title("\(words.declaration(Self.term(state))) (\(words.integer(group.count)))")
            page.rows(group.map { (name($0.declaration), facts($0.declaration, words)) })
        }
        return page.text
    }

    /// The list as JSON.
    public var json: JSONValue {
        [
            "format": 1,
            "declarations": .array(
                rows.map { row in
                    .object([
                        .text("logiciel", name(row.declaration)),
                        .text("etat", row.state.rawValue),
                        .texts(
                            "etablissements",
                            row.declaration.scope.schools.map(\.description)
                        ),
                        .texts("salles", row.declaration.scope.rooms),
                        .texts("postes", row.declaration.scope.stations),
                        .text("le", row.declaration.day.description),
                        .text("essai-jusqu-au", row.declaration.trialUntil?.description),
                        .text("motif", row.declaration.reason),
                    ])
                }
            ),
        ]
    }

    private func name(_ declaration: Declaration) -> String {
        Escaped.text(WaiverReport.software(declaration.identity))
    }

    private func facts(_ declaration: Declaration, _ words: any Wording) -> String {
        let scope = declaration.scope
        let places = scope.schools.map(\.description) + scope.rooms + scope.stations
        var facts = [words.labelled(words.waiver(.reason), Escaped.text(declaration.reason))]
        if !places.isEmpty { facts.append(places.map(Escaped.text).joined(separator: ", ")) }
        facts.append(words.labelled(words.declaration(.on), words.date(declaration.day)))
        if let last = declaration.trialUntil { facts.append(words.state(.onTrial(until: last))) }
        return facts.joined(separator: " ; ")
    }

    private static func term(_ state: State) -> DeclarationTerm {
        switch state {
        case .trialEndingSoon: .endingSoon
        case .trial: .trial
        case .declared: .declared
        case .trialOver: .over
        }
    }
}

/// Words about declarations that take no values.
public enum DeclarationTerm: Sendable, CaseIterable {
    case declared, trial, endingSoon, over, on, none
}

extension FrenchWording {
    package func declaration(_ term: DeclarationTerm) -> String {
        switch term {
        case .declared: "Déclarés"
        case .trial: "En test"
        case .endingSoon: "Essais qui se terminent avant 60 jours"
        case .over: "Essais terminés"
        case .on: "déclaré le"
        case .none: "Rien n’est déclaré sur ce poste."
        }
    }
}

extension EnglishWording {
    package func declaration(_ term: DeclarationTerm) -> String {
        switch term {
        case .declared: "Declared"
        case .trial: "On trial"
        case .endingSoon: "Trials that end within 60 days"
        case .over: "Trials that are over"
        case .on: "declared"
        case .none: "Nothing is declared on this station."
        }
    }
}
