public import Model
public import Primitives

/// What the institutions validated and the school declared, seen from one station on one day.
public struct Standing: Sendable {
    /// Waivers whose two signatures were verified.
    public var waivers: [Waiver]
    /// What the gestionnaire réseau declared.
    public var declarations: [Declaration]
    /// The station; nil where it is unknown.
    public var station: StationIdentity?
    /// The day the standing is seen on.
    public var today: Day

    /// Creates a view.
    public init(
        waivers: [Waiver] = [],
        declarations: [Declaration] = [],
        station: StationIdentity? = nil,
        today: Day
    ) {
        self.waivers = waivers
        self.declarations = declarations
        self.station = station
        self.today = today
    }

    /// The same findings, each with the state of what it is about.
    public func judged(_ findings: consuming [Finding]) -> [Finding] {
        for place in findings.indices { findings[place].state = state(of: findings[place]) }
        return findings
    }

    /// The state of what a finding is about; nil for findings that are not about the lists, such
    /// as settings (B5-6) and files without a program.
    public func state(of finding: Finding) -> ItemState? {
        switch finding.code {
        case .unlisted, .unlistedDriver: unlistedState(finding)
        case .missing: .missing
        case .notApplicable: .notApplicable
        case .outdated: .outdated
        case .altered, .broken: finding.weight == .deviation ? .altered : nil
        case .newer: finding.weight == .deviation ? .outdated : .compliant
        case .foreignFile, .settings, .undetermined: nil
        }
    }

    /// The state of a listed component; nil where it could not be judged.
    ///
    /// - Parameters:
    ///   - component: the component's id.
    ///   - findings: all findings of the station.
    /// - Returns: the state the worst finding about it gives, or compliant without any.
    public func state(
        ofComponent component: String,
        findings: [Finding]
    ) -> ItemState? {
        let about = findings.filter { $0.component == component }
        if about.contains(where: { $0.code == .notApplicable }) { return .notApplicable }
        if about.contains(where: { $0.weight == .undetermined }) { return nil }
        let states = about.filter { $0.weight == .deviation }.compactMap { state(of: $0) }
        return [.missing, .outdated, .altered].first { states.contains($0) } ?? .compliant
    }

    private func unlistedState(_ finding: Finding) -> ItemState {
        if waivers.contains(where: { waiver in
            waiver.holds(on: today, for: station)
                && waiver.identities.contains { recognises($0, finding) }
        }) {
            return .validatedComplement
        }
        let declared = declarations.filter {
            $0.scope.covers(station) && recognises($0.identity, finding)
        }
        if declared.contains(where: { $0.trialUntil == nil }) { return .declared }
        // A trial that is over leaves the software where it was: not on any list.
        let end = declared.compactMap(\.trialUntil).filter { $0 >= today }.max()
        return end.map { .onTrial(until: $0) } ?? .unlisted
    }

    private func recognises(_ identity: ComponentIdentity, _ finding: Finding) -> Bool {
        guard let source = finding.source else { return false }
        let isPackage = source == .dpkg || source == .rpm
        let name = isPackage ? String(finding.subject.prefix { $0 != ":" }) : finding.subject
        return identity.recognises(source: source, name: name, publisher: finding.publisher)
    }
}
