public import Model
public import Primitives

/// Words about extra needs that take no values.
public enum WaiverTerm: Sendable, CaseIterable {
    case added, changed, withdrawn
    case software, schools, rooms, stations, askedBy, reason, days, all
    case inForce, expiringSoon, expired, toCome, none
}

/// Extra needs in plain words: what a signer reads, what is in force.
public enum WaiverReport {
    /// What becomes of one extra need: nil before it exists and after it is withdrawn.
    public static func change(
        from before: Waiver?,
        to after: Waiver?,
        language: Language,
        style: TextStyle = .plain
    ) -> String {
        let words = language.wording
        var page = TextPage(style)
        let id = Escaped.text(after?.id ?? before?.id ?? "")
        switch (before, after) {
        case (nil, let new?):
            page.paragraph("+ " + words.labelled(words.waiver(.added), id), .good)
            page.rows(facts(new, words), indent: 4)
        case (let old?, nil):
            page.paragraph("- " + words.labelled(words.waiver(.withdrawn), id), .bad)
            page.rows(facts(old, words), indent: 4)
        case (let old?, let new?):
            page.paragraph("~ " + words.labelled(words.waiver(.changed), id), .warning)
            page.rows(
                zip(facts(old, words), facts(new, words)).flatMap { was, now in
                    was == now ? [] : [("- " + was.0, was.1), ("+ " + now.0, now.1)]
                },
                indent: 4
            )
        case (nil, nil): break
        }
        return page.text
    }

    /// The facts of an extra need, always the same in the same order.
    static func facts(_ waiver: Waiver, _ words: any Wording) -> [(String, String)] {
        func list(_ texts: [String]) -> String {
            texts.isEmpty ? words.waiver(.all) : texts.map(Escaped.text).joined(separator: ", ")
        }
        return [
            (words.waiver(.software), list(waiver.identities.map(software))),
            (words.waiver(.schools), list(waiver.scope.schools.map(\.description))),
            (words.waiver(.rooms), list(waiver.scope.rooms)),
            (words.waiver(.stations), list(waiver.scope.stations)),
            (words.waiver(.askedBy), Escaped.text(waiver.function)),
            (words.waiver(.reason), Escaped.text(waiver.reason)),
            (
                words.waiver(.days),
                "\(words.date(waiver.validity.from)) – \(words.date(waiver.validity.until))"
            ),
        ]
    }

    /// A program as its source names it, with the rule on its version.
    static func software(_ identity: ComponentIdentity) -> String {
        var text = "\(identity.source.rawValue):\(identity.name)"
        if let publisher = identity.publisher { text += " (\(publisher))" }
        switch identity.version {
        case .any: return text
        case .atLeast(let version): return text + " >= \(version)"
        case .upstream(let version): return text + " ~ \(version)"
        case .exactly(let version): return text + " = \(version)"
        }
    }
}

/// Extra needs by where they stand on one day.
public struct WaiverList: Sendable {
    /// Where an extra need stands.
    public enum State: String, Sendable, CaseIterable {
        case inForce = "en-vigueur"
        case expiringSoon = "bientot-expire"
        case toCome = "a-venir"
        case expired = "expire"
    }

    /// Days before its end from which an extra need counts as expiring soon.
    public static let warning = 60

    private let rows: [(waiver: Waiver, state: State)]

    /// Sorts `waivers` by where they stand on `day`, then by their last day.
    public init(_ waivers: [Waiver], on day: Day) {
        rows = waivers.map { ($0, Self.state($0, on: day)) }.sorted {
            let order = State.allCases
            let left = (order.firstIndex(of: $0.1) ?? 0, $0.0.validity.until, $0.0.id)
            return left < (order.firstIndex(of: $1.1) ?? 0, $1.0.validity.until, $1.0.id)
        }
    }

    /// Where `waiver` stands on `day`.
    public static func state(_ waiver: Waiver, on day: Day) -> State {
        if waiver.validity.until < day { return .expired }
        if day < waiver.validity.from { return .toCome }
        let left = waiver.validity.until.daysSince1970 - day.daysSince1970
        return left < warning ? .expiringSoon : .inForce
    }

    /// The list as text, by state.
    public func text(language: Language, style: TextStyle = .plain) -> String {
        let words = language.wording
        var page = TextPage(style)
        guard !rows.isEmpty else {
            page.paragraph(words.waiver(.none))
            return page.text
        }
        for state in State.allCases {
            let group = rows.filter { $0.state == state }
            guard !group.isEmpty else { continue }
            page.title("\(words.waiver(Self.term(state))) (\(words.integer(group.count)))")
            page.rows(
                group.map { row in
                    let facts = WaiverReport.facts(row.waiver, words)
                    return (
                        Escaped.text(row.waiver.id),
                        facts.map { words.labelled($0.0, $0.1) }.joined(separator: " ; ")
                    )
                }
            )
        }
        return page.text
    }

    /// The list as JSON.
    public var json: JSONValue {
        [
            "format": 1,
            "complements": .array(
                rows.map { row in
                    [
                        "id": .string(row.waiver.id),
                        "etat": .string(row.state.rawValue),
                        "logiciels": .array(
                            row.waiver.identities.map { .string(WaiverReport.software($0)) }
                        ),
                        "etablissements": .array(
                            row.waiver.scope.schools.map { .string($0.description) }
                        ),
                        "salles": .strings(row.waiver.scope.rooms),
                        "postes": .strings(row.waiver.scope.stations),
                        "du": .string(row.waiver.validity.from.description),
                        "au": .string(row.waiver.validity.until.description),
                        "demandeur": .string(row.waiver.function),
                        "motif": .string(row.waiver.reason),
                    ]
                }
            ),
        ]
    }

    /// The list as a table.
    public var csv: String {
        let head = [
            "id", "etat", "logiciels", "etablissements", "salles", "postes", "du", "au",
            "demandeur", "motif",
        ]
        return SeparatedValues.table(
            head,
            rows.map { row in
                [
                    row.waiver.id, row.state.rawValue,
                    row.waiver.identities.map(WaiverReport.software).joined(separator: " "),
                    row.waiver.scope.schools.map(\.description).joined(separator: " "),
                    row.waiver.scope.rooms.joined(separator: " "),
                    row.waiver.scope.stations.joined(separator: " "),
                    row.waiver.validity.from.description, row.waiver.validity.until.description,
                    row.waiver.function, row.waiver.reason,
                ]
            }
        )
    }

    private static func term(_ state: State) -> WaiverTerm {
        switch state {
        case .inForce: .inForce
        case .expiringSoon: .expiringSoon
        case .toCome: .toCome
        case .expired: .expired
        }
    }
}
