import Model
import Primitives

/// What the first screen of a station's page answers, a card a question.
struct StationAnswers {
    private let scan: ScanResult
    private let decision: Decision?
    private let plan: Plan?
    private let words: any Wording
    private let own: any PageWording
    /// Most lines of one card.
    private static let limit = 6

    init(_ scan: ScanResult, _ decision: Decision?, _ plan: Plan?, _ language: Language) {
        self.scan = scan
        self.decision = decision
        self.plan = plan
        words = language.wording
        own = language.pages
    }

    var cards: HTML {
        let first = HTML.tag("div", "stack", [outside, comesBack].compactMap { $0 })
        return .tag("div", "answers", [first, allowed, lost].compactMap { $0 })
    }

    /// What is there and not in the socle, the newest first.
    private var outside: HTML? {
        let codes: Set<FindingCode> = [.unlisted, .unlistedDriver, .foreignFile]
        let found = scan.findings.filter { codes.contains($0.code) && $0.weight == .deviation }
            .sorted { ($0.since?.daysSince1970 ?? .min) > ($1.since?.daysSince1970 ?? .min) }
        return card(
            titled(.outside, found.count),
            found.isEmpty
                ? [.tag("p", "big", own.phrase(.nothingOutside))]
                : [
                    lines(found) { finding in
                        finding.since.map { own.since(words.date($0)) } ?? own.phrase(.sinceUnknown)
                    }
                ]
        )
    }

    /// What the socle has and the station has not, or not as it was.
    private var comesBack: HTML? {
        let codes: Set<FindingCode> = [.missing, .outdated, .altered, .broken]
        let found = scan.findings.filter { codes.contains($0.code) && $0.weight == .deviation }
        guard !found.isEmpty else { return nil }
        return card(titled(.comesBack, found.count), [lines(found) { own.state($0.code) }])
    }

    private var allowed: HTML? {
        let kind = decision?.kind ?? (scan.verdict == .undetermined ? .undetermined : nil)
        guard let kind else { return nil }
        var content: [HTML] = [.tag("p", "big", words.decision(kind))]
        if let rules = decision?.rules, !rules.isEmpty {
            content.append(.tag("p", "soft", words.listed(rules.map(words.article))))
        }
        content.append(.tag("h3", nil, own.phrase(.next)))
        content.append(.tag("p", nil, words.nextStep(kind)))
        content.append(.tag("h3", nil, own.phrase(.contact)))
        content.append(.tag("p", nil, own.contact(PageContact(for: kind))))
        return card(own.phrase(.allowed), content)
    }

    private var lost: HTML? {
        guard scan.verdict != .compliant || plan != nil else { return nil }
        let names: [(HTML, String)]
        let source: PagePhrase
        if let plan {
            // What may be somebody’s work comes first: nothing else can not be had again.
            let losses = plan.losses
            names =
                losses.possibleData.map { (.visible(Escaped.path($0)), own.phrase(.possibleData)) }
                + losses.packages.map { (.text($0), own.phrase(.software)) }
                + losses.programs.map { (.text("/" + $0), own.phrase(.program)) }
                + losses.settings.map { (.visible(Escaped.path($0)), own.phrase(.setting)) }
            source = .lossesFromPlan
        } else {
            let codes: Set<FindingCode> = [.unlisted, .unlistedDriver, .foreignFile]
            names = scan.findings.filter { codes.contains($0.code) }.map { finding in
                (.text(finding.subject), finding.found ?? "")
            }
            source = .lossesFromScan
        }
        var content: [HTML] = [
            names.isEmpty ? .tag("p", "big", words.phrase(.nothingLost)) : lines(names)
        ]
        if let again = plan?.toReinstall, !again.isEmpty {
            content.append(.tag("p", nil, own.phrase(.reinstalled) + " " + words.listed(again)))
        }
        content.append(.tag("p", "soft", own.phrase(source)))
        content.append(.tag("p", "soft", own.phrase(.documentsUntouched)))
        return card(own.phrase(.lost), content)
    }

    /// Findings by name, with what `note` says of each.
    private func lines(_ findings: [Finding], note: (Finding) -> String) -> HTML {
        lines(findings.map { (.text($0.subject), note($0)) })
    }

    /// Names with a note each; those past the limit are counted.
    private func lines(_ names: [(name: HTML, note: String)]) -> HTML {
        var items = names.prefix(Self.limit).map { name, note in
            HTML.tag("li", nil, [.tag("span", nil, [name]), .tag("span", "when", note)])
        }
        if names.count > Self.limit {
            items.append(.tag("li", nil, words.more(names.count - Self.limit)))
        }
        return .tag("ul", nil, items)
    }

    private func titled(_ phrase: PagePhrase, _ count: Int) -> String {
        count == 0 ? own.phrase(phrase) : "\(own.phrase(phrase)) (\(words.integer(count)))"
    }

    private func card(_ title: String, _ content: [HTML]) -> HTML {
        .tag("section", "card", [.tag("h2", nil, title)] + content)
    }
}

extension PageContact {
    /// Whom to turn to under a decision.
    init(for kind: Decision.Kind) {
        switch kind {
        case .nothingToDo: self = .nobody
        case .waitingForTicket, .waitingForFault: self = .correspondent
        case .waitingForBackups, .waitingForZone: self = .networkManager
        case .ordinaryMaintenance, .reinstallationFounded, .reinstallationOnRequest, .undetermined:
            self = .technicians
        case .refusedAdministrativeZone: self = .academy
        }
    }
}
