import Model

extension FindingBuilder {
    /// What could not be judged, because it was not read or is not this socle's system.
    mutating func judgeCoverage() {
        judgeSystem()
        let coverage = input.inventory.coverage
        let required = coverage.filter { $0.source == platform.packages }
        if !required.contains(where: { $0.state == .read }) { canJudge = false }
        if required.isEmpty {
            addUndetermined(
                platform.packages.rawValue,
                found: nil,
                evidence: Evidence(file: "inventaire", field: platform.packages.rawValue)
            )
        }
        for statement in coverage where platform.has(statement.source) {
            // People's folders are never opened: that is the rule, and leaves nothing unjudged. An
            // inventory of another tool looked into no folder at all.
            if statement.source == .files, statement.state == .notCovered,
                input.inventory.document == nil
            {
                continue
            }
            // A system without its own package database is not one that can be judged.
            let isNeeded = statement.source == platform.packages
            guard !Self.isSettled(statement.state) || isNeeded && statement.state == .absent else {
                continue
            }
            addUndetermined(
                statement.source.rawValue,
                found: statement.state.rawValue,
                // What is stale dates a finding; whether it is one hangs on the other sources.
                weight: statement.state == .stale ? .information : .undetermined,
                evidence: Evidence(file: statement.detail, field: statement.source.rawValue)
            )
        }
        for text in input.inventory.keptPatterns {
            do {
                _ = try KeptPattern(text)
            } catch {
                // What apt keeps is installed all the same and judged as such: nothing hangs on it.
                add(
                    Finding(
                        .undetermined,
                        subject: "NeverAutoRemove \(text)",
                        weight: .information,
                        found: error.detail,
                        evidence: [Evidence(file: "etc/apt/apt.conf.d", field: text)]
                    )
                )
            }
        }
    }

    /// Whether a source in that state says all there is to say.
    static func isSettled(_ state: SourceCoverage.State) -> Bool {
        state == .read || state == .absent
    }

    private mutating func judgeSystem() {
        guard let system = input.inventory.system else { return }
        let wanted = list.system
        let isSame = system.id == wanted.systemID
        guard
            !isSame
                || !wanted.systemVersions.isEmpty && !wanted.systemVersions.contains(system.version)
        else { return }
        if !isSame { canJudge = false }
        add(
            Finding(
                .undetermined,
                subject: "systeme",
                weight: .undetermined,
                found: "\(system.id) \(system.version)",
                expected: "\(wanted.systemID) \(wanted.systemVersions.joined(separator: ", "))",
                evidence: [Evidence(file: "etc/os-release", field: isSame ? "VERSION_ID" : "ID")]
            )
        )
    }

    private mutating func addUndetermined(
        _ subject: String,
        found: String?,
        weight: FindingWeight = .undetermined,
        evidence: Evidence
    ) {
        add(
            Finding(
                .undetermined,
                subject: subject,
                weight: weight,
                found: found,
                evidence: [evidence]
            )
        )
    }
}
