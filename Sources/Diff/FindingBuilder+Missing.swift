import Model

extension FindingBuilder {
    /// What the lock holds and the station lacks.
    ///
    /// Packages that were only brought are folded under the one asked-for package that is missing;
    /// where several are, the lock does not say whose they were, and each is named.
    ///
    /// A list of packages that is known to have gaps proves none absent.
    mutating func judgeMissingPackages() {
        let packages = platform.packages
        guard input.inventory.coverage.last(where: { $0.source == packages })?.state != .notCovered
        else { return }
        let replaced = namesReplacedByUpgrades()
        let lock = list.lock?.packages ?? []
        let missing = membership.missing.map { lock[$0] }.filter {
            replaced.isEmpty || !replaced.contains(Self.nameWithoutNumbers($0.name))
        }
        let asked = missing.filter { !$0.isAutomatic }
        let automatic = missing.filter(\.isAutomatic)
        let names = automatic.map(\.name)
        if asked.count == 1, let only = asked.first {
            let place = addMissing(only, brought: names)
            for name in names { absent[name] = place }
        } else {
            for package in asked { addMissing(package, brought: []) }
            for package in automatic { addMissing(package, brought: []) }
        }
    }

    @discardableResult
    private mutating func addMissing(_ package: SoftwareLock.Package, brought: [String]) -> Int {
        let record = items.first { $0.name == package.name && $0.source == platform.packages }
        let component = components.first { component in
            component.identities.contains {
                $0.recognises(
                    source: platform.packages,
                    name: package.name,
                    architecture: package.architecture
                )
            }
        }
        let place = add(
            Finding(
                .missing,
                subject: package.name,
                expected: package.version.isEmpty ? nil : package.version,
                component: component?.id,
                source: platform.packages,
                brought: brought,
                evidence: (record.map { [$0.evidence] } ?? []) + [evidence(package)]
            )
        )
        absent[package.name] = place
        if let component { reportedComponents.insert(component.id) }
        return place
    }

    /// Names, digits left out, of packages an upgrade put in the place of another: a newer kernel
    /// replaces the older one under a name of its own.
    private func namesReplacedByUpgrades() -> Set<String> {
        guard !membership.missing.isEmpty else { return [] }
        let groups = attribution.groups.filter { $0.cause == .upgrade }
        return Set(groups.flatMap(\.brought).map { Self.nameWithoutNumbers(items[$0].name) })
            .filter { $0.contains("#") }
    }

    private static func nameWithoutNumbers(_ name: String) -> String {
        var result = ""
        for character in name {
            if !character.isWholeNumber {
                result.append(character)
            } else if result.last != "#" {
                result.append("#")
            }
        }
        return result
    }

    // MARK: - Components

    /// Listed components that are not there: every station has the whole socle, minus what its
    /// hardware can not run (convention, Annexe V and Article 3).
    mutating func judgeComponents() {
        let states = Dictionary(
            input.inventory.coverage.map { ($0.source, $0.state) },
            uniquingKeysWith: { $1 }
        )
        for owner in components.indices where membership.found[owner].isEmpty {
            let component = components[owner]
            let identities = component.identities.filter { platform.has($0.source) }
            guard !identities.isEmpty, !reportedComponents.contains(component.id) else { continue }
            let fit = component.requirements?.fit(
                input.inventory.hardware,
                architecture: input.inventory.system?.architecture
            )
            if let fit, fit != .fits {
                addUnfit(component, fit)
                continue
            }
            let unread = identities.first { !(states[$0.source].map(Self.isSettled) ?? false) }
            add(
                Finding(
                    unread == nil ? .missing : .undetermined,
                    subject: component.id,
                    weight: unread == nil ? .deviation : .undetermined,
                    found: unread.flatMap { states[$0.source]?.rawValue },
                    expected: identities.first.flatMap { Self.text($0.version) },
                    component: component.id,
                    source: unread?.source,
                    evidence: [evidence(component)]
                )
            )
        }
    }

    /// A component that is absent where the hardware can not run it, or may not.
    private mutating func addUnfit(_ component: Component, _ fit: HardwareFit) {
        let (need, has): (String, String?) =
            switch fit {
            case .fits: ("", nil)
            case .lacks(let need, let has): (need, has)
            case .unknown(let need): (need, nil)
            }
        add(
            Finding(
                has == nil ? .undetermined : .notApplicable,
                subject: component.id,
                weight: has == nil ? .undetermined : .information,
                found: has,
                expected: need,
                component: component.id,
                evidence: [evidence(component)] + input.inventory.hardware.evidence
            )
        )
    }
}
