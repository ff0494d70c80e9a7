import Model
import Primitives

extension FindingBuilder {
    /// Files of the socles that were moved aside: under the unlisted package that took their
    /// names, else under the package whose they are.
    mutating func judgeDiversions() {
        var altered: [String: Int] = [:]
        for diversion in input.inventory.diversions {
            guard isDeviation(diversion) else { continue }
            let place: Int
            if let known = diversion.package.flatMap({ reported[$0] }) {
                place = known
            } else {
                let owner = diversion.owner ?? diversion.path.description
                place = altered[owner] ?? aboutPackage(.altered, owner)
                altered[owner] = place
            }
            change(place) {
                $0.add([diversion.path])
                $0.evidence.append(
                    Evidence(
                        file: "var/lib/dpkg/diversions",
                        field: "/\(diversion.path) → /\(diversion.target)"
                    )
                )
            }
            diverted[diversion.path] = place
            diverted[diversion.target] = place
        }
    }

    /// Whether what belongs to the socles was moved by what does not, and not in the reference.
    private mutating func isDeviation(_ diversion: Diversion) -> Bool {
        if let package = diversion.package, isExpected(package) { return false }
        guard let owner = diversion.owner, isExpected(owner) else { return false }
        guard let files = input.files, files.method != .packageSums else { return true }
        return files.differences.contains {
            $0.path == diversion.path || $0.path == diversion.target
        }
    }

    private mutating func isExpected(_ package: String) -> Bool {
        (placesByName[package] ?? []).contains { membership.isExpected[$0] }
    }

    /// Whether the item is no more than what a diversion put in the place of another file.
    func isDiverted(_ item: InventoryItem) -> Bool {
        !item.paths.isEmpty && item.paths.allSatisfy { diverted[$0] != nil }
    }
}
