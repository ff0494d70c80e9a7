import Model

extension FindingBuilder {
    /// Versions of what the lock or the list names: older is a deviation, newer is not.
    mutating func judgeVersions() {
        for (place, package) in membership.locked.sorted(by: { $0.key < $1.key }) {
            judge(place, against: package)
        }
        for (owner, places) in membership.found.sorted(by: { $0.key < $1.key }) {
            judge(components[owner], places.filter { membership.locked[$0] == nil })
        }
    }

    private mutating func judge(_ place: Int, against package: SoftwareLock.Package) {
        let item = items[place]
        let rule = membership.component[place]?.identity.version ?? .any
        let order = VersionOrder.judge(item.version, against: package.version, source: item.source)
        let ruled = VersionOrder.judge(item.version, rule: rule, source: item.source)
        let component = componentID(of: place)
        var finding = self.finding(.newer, item, weight: .information, component: component)
        finding.expected = package.version
        finding.evidence.append(evidence(package))
        switch (order, ruled) {
        case (.older, _):
            (finding.code, finding.weight) = (.outdated, .deviation)
        case (_, .older):
            (finding.code, finding.weight) = (.outdated, .deviation)
            finding.expected = Self.text(rule)
        case (.newer, .newer):
            finding.weight = .deviation
            finding.expected = Self.text(rule)
        case (.newer, _):
            break
        case (.unreadable, _), (_, .unreadable):
            (finding.code, finding.weight) = (.undetermined, .undetermined)
        case (.compliant, _):
            return
        }
        reported[item.name] = add(finding)
        if finding.weight == .deviation, let component { reportedComponents.insert(component) }
    }

    /// One compliant identity is enough; else the first one read is reported.
    private mutating func judge(_ component: Component, _ places: [Int]) {
        let judged = places.compactMap { place in
            membership.component[place].map { entry in
                let item = items[place]
                return (
                    place, entry.identity.version,
                    VersionOrder.judge(
                        item.version,
                        rule: entry.identity.version,
                        source: item.source
                    )
                )
            }
        }
        guard let (place, rule, judgement) = judged.first,
            !judged.contains(where: { $0.2 == .compliant })
        else { return }
        let code: FindingCode =
            switch judgement {
            case .older: .outdated
            case .newer: .newer
            case .compliant, .unreadable: .undetermined
            }
        var finding = self.finding(code, items[place], component: component.id)
        if code == .undetermined { finding.weight = .undetermined }
        finding.expected = Self.text(rule)
        finding.evidence.append(evidence(component))
        reported[items[place].name] = add(finding)
        reportedComponents.insert(component.id)
    }

    /// A rule in the signs every reader knows.
    static func text(_ rule: VersionRule) -> String? {
        switch rule {
        case .any: nil
        case .atLeast(let version): "≥ \(version)"
        case .upstream(let version): version
        case .exactly(let version): "= \(version)"
        }
    }
}
