import Model
import Primitives

extension FindingBuilder {
    /// Items of the other sources, and what a waiver covers.
    mutating func judgeOtherItems() {
        for place in items.indices where items[place].isPresent {
            if let waived = membership.waived[place] {
                let (item, waiver) = (items[place], list.waivers[waived])
                var finding = self.finding(.unlisted, item, weight: .information)
                if item.kind == .driver { finding.code = .unlistedDriver }
                finding.waiver = Finding.Waived(id: waiver.id, until: waiver.validity.until)
                finding.evidence.append(
                    Evidence(file: "complements/\(waiver.id).json", field: "identites")
                )
                add(finding)
            }
            guard !membership.isExpected[place], items[place].source != platform.packages,
                items[place].kind != .update
            else { continue }
            let item = items[place]
            guard !isInReference(item), !isDiverted(item) else { continue }
            let isDriver = item.kind == .driver || item.source == .driver
            if isDriver, isAcceptedDriver(item) { continue }
            var finding = self.finding(
                isDriver ? .unlistedDriver : .unlisted,
                item,
                weight: item.kind == .component ? .information : .deviation
            )
            finding.paths = Array(item.paths.sorted().prefix(Finding.pathLimit))
            finding.pathCount = item.paths.count
            add(finding)
        }
    }

    /// Whether the reference holds the files of an item no package manager knows.
    ///
    /// Only a comparison that finds foreign files can tell, and only for paths it compares.
    private func isInReference(_ item: InventoryItem) -> Bool {
        guard let files = input.files, files.method != .packageSums, !item.paths.isEmpty else {
            return false
        }
        return item.paths.allSatisfy { path in
            list.pathRules.pathClass(of: path) == .exact
                && !files.differences.contains {
                    $0.kind != .metadata && ($0.path.isWithin(path) || path.isWithin($0.path))
                }
        }
    }
}
