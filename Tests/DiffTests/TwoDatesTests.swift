import Diff
import Foundation
import Inventory
import Model
import Primitives
import Testing

/// One computer at two dates, as its agent told each: what was found is what changed between them.
@Suite(.enabled(if: StationFixture.hasShared, "needs ../shared/data"))
struct TwoDatesTests {
    /// A package as the documents have it, read by nothing of ours.
    private struct Package: Hashable {
        let name: String
        let architecture: String
    }

    private func bytes(_ name: String) throws -> Data {
        let folder = try #require(StationFixture.shared).appending(path: "glpi-json")
        return try Data(contentsOf: folder.appending(path: "invfmt-computer_3\(name).json"))
    }

    private func versions(_ name: String) throws -> [Package: Set<String>] {
        let document = try JSONSerialization.jsonObject(with: bytes(name)) as? [String: Any]
        let content = try #require(document?["content"] as? [String: Any])
        var versions: [Package: Set<String>] = [:]
        for software in try #require(content["softwares"] as? [[String: Any]]) {
            let package = Package(
                name: software["name"] as? String ?? "",
                architecture: software["arch"] as? String ?? ""
            )
            versions[package, default: []].insert(software["version"] as? String ?? "")
        }
        return versions
    }

    private func inventory(_ name: String) throws -> Inventory {
        try InventoryImport.read(
            Array(bytes(name)),
            named: "computer_3\(name).json",
            now: Instant(secondsSince1970: 1_790_000_000)
        )
    }

    private func findings(_ inventory: Inventory) throws -> [Finding] {
        let fedora = SystemBaseline(
            edition: "2017.1",
            owner: "Exemple fictif",
            validity: try schoolYearDays(),
            systemID: "fedora",
            systemVersions: ["25"]
        )
        let lock = InstalledLock.make(from: try self.inventory(""))
        return DiffEngine.findings(DiffInput(inventory: inventory, lock: lock, system: fedora))
            .findings
    }

    @Test func besideItselfItHasNoFindingOfAPackage() throws {
        let found = try findings(try inventory("")).filter { $0.weight != .undetermined }
        #expect(found.allSatisfy { $0.code == .undetermined })
    }

    @Test func whatWasAddedRemovedAndUpgradedIsFoundAndNothingElse() throws {
        let (before, after) = (try versions(""), try versions("_updated"))
        let found = try findings(try inventory("_updated"))
        func subjects(_ code: FindingCode) -> [String] {
            found.filter { $0.code == code }.flatMap { [$0.subject] + $0.brought }
                .map { String($0.prefix { $0 != ":" }) }.sorted()
        }
        let added = after.keys.filter { before[$0] == nil }.map(\.name).sorted()
        #expect(added.count > 100)
        #expect(subjects(.unlisted) == added)
        #expect(found.contains { $0.id == "hors-socle/libbsd:i686" })
        let removed = before.keys.filter { after[$0] == nil }.map(\.name).sorted()
        #expect(removed.count == 6)
        #expect(subjects(.missing) == removed)
        let changed = after.filter { package, versions in
            before[package].map { $0.isDisjoint(with: versions) } ?? false
        }
        #expect(changed.count > 800)
        #expect(
            (subjects(.newer) + subjects(.outdated)).sorted() == changed.keys.map(\.name).sorted()
        )
    }
}
