import Model
import Primitives

extension FindingBuilder {
    /// Packages outside the socles, each under its cause; what an upgrade brought is no deviation.
    mutating func judgeUnlistedPackages() {
        for group in attribution.groups {
            let names = group.brought.map { subject(items[$0]) }
            let place: Int
            if group.cause == .upgrade {
                guard let known = reported[items[group.root].name] else { continue }
                change(known) { $0.brought = names }
                place = known
            } else {
                place = addUnlisted(group, brought: names)
            }
            reported[items[group.root].name] = place
            for index in group.brought { reported[items[index].name] = place }
        }
    }

    private mutating func addUnlisted(_ group: Attribution.Group, brought: [String]) -> Int {
        let item = items[group.root]
        var evidence: [Evidence] = []
        if case .leftOver(let removed) = group.cause {
            if let removed { evidence.append(items[removed].evidence) }
            evidence.append(
                Evidence(
                    file: "var/lib/apt/extended_states",
                    field: "\(item.name) Auto-Installed"
                )
            )
        }
        let isAccepted = item.kind == .driver && isAcceptedDriver(item)
        var finding = self.finding(
            item.kind == .driver ? .unlistedDriver : .unlisted,
            item,
            weight: isAccepted || item.kind == .component ? .information : .deviation,
            evidence: evidence + [item.evidence]
        )
        finding.brought = brought
        return add(finding)
    }

    /// Packages half-installed, and packages kept from changing.
    ///
    /// What the socles do not list is told once: its state goes with the finding it has.
    mutating func judgeStates() {
        for place in items.indices {
            switch items[place].state {
            case .broken(let word):
                let item = items[place]
                if let place = unlistedPlace(item.name) {
                    tell(item, isIn: word, at: place)
                    continue
                }
                var finding = self.finding(.broken, item, component: componentID(of: place))
                finding.found = word
                add(finding)
            case .held:
                var finding = self.finding(
                    .settings,
                    items[place],
                    weight: .information,
                    component: componentID(of: place)
                )
                finding.found = "hold"
                add(finding)
            case .installed, .removed: break
            }
        }
    }

    private mutating func tell(_ item: InventoryItem, isIn state: String, at place: Int) {
        let name = subject(item)
        change(place) {
            if $0.subject == name { $0.found = "\(item.version), \(state)" }
            $0.evidence.append(
                Evidence(file: item.evidence.file, field: "\(name) Status: \(state)")
            )
        }
    }

    /// Whether the socle système accepts the driver by its name or the name of one of its files.
    func isAcceptedDriver(_ item: InventoryItem) -> Bool {
        list.acceptsDriver(
            named: [[UInt8](item.name.utf8)] + item.paths.map { [UInt8]($0.name) }
        )
    }
}
