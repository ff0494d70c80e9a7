import Model

extension FindingBuilder {
    /// Versions of what the lock or the list names: older is a deviation, newer is not.
    mutating func judgeVersions() {
        for place in items.indices {
            if let package = locked(place) { judge(place, against: package) }
        }
        for owner in components.indices where !membership.found[owner].isEmpty {
            let places = membership.found[owner].filter { membership.locked[$0] == nil }
            if !places.isEmpty { judge(components[owner], places) }
        }
    }

    private mutating func judge(_ place: Int, against package: SoftwareLock.Package) {
        let version = items[place].version
        let ready = rule(of: place)
        let ruled = ready?.judge(version) ?? .compliant
        if version == package.version, ruled == .compliant { return }
        let item = items[place]
        let order =
            package.version.isEmpty
            ? .compliant
            : VersionOrder.judge(version, against: package.version, source: item.source)
        if order == .compliant, ruled == .compliant { return }
        let rule = ready?.rule ?? .any
        let component = componentID(of: place)
        var finding = self.finding(.newer, item, weight: .information, component: component)
        finding.expected = package.version.isEmpty ? nil : package.version
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
            rule(of: place).map { (place, $0.rule, $0.judge(items[place].version)) }
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
