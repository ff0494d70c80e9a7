import Inventory
import Model
import Primitives
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.isPresent, SharedData.absence))
struct ImportOracleTests {
    private func read(_ file: String) throws -> Inventory {
        try InventoryImport.read(InventoryRoots.bytes(file), named: file, now: InventoryRoots.now)
    }

    private func packages(_ inventory: Inventory) -> Set<String> {
        Set(
            inventory.items.map {
                "\($0.name) \($0.version) \($0.architecture ?? "")"
            }
        )
    }

    /// What dpkg-query told of the workstation the agents looked at.
    private func oracle() throws -> Set<String> {
        let lines = try InventoryRoots.lines("live-debian12/oracle-dpkg-query.tsv")
        return Set(
            try lines.map { line in
                let cells = line.split(separator: "\t").map(String.init)
                let version = try #require(cells.dropFirst().first { $0.contains { $0.isNumber } })
                let names: Set<String> = ["all", "amd64", "i386"]
                let architecture = try #require(cells.dropFirst().first { names.contains($0) })
                return "\(cells[0].split(separator: ":")[0]) \(version) \(architecture)"
            }
        )
    }

    @Test(arguments: [
        ("glpi-agent-local.json", ImportFormat.glpi),
        ("fusioninventory-2.6.xml", .fusionInventory),
        ("dpkg-status", .dpkgListing),
        ("oracle-dpkg-query.tsv", .dpkgListing),
    ])
    func agentsListThePackagesDpkgLists(file: String, format: ImportFormat) throws {
        let inventory = try read("live-debian12/\(file)")
        #expect(inventory.document?.format == format)
        #expect(inventory.system?.id == "debian")
        #expect(packages(inventory) == (try oracle()))
        #expect(inventory.items.count == 899)
        #expect(inventory.coverage.contains { $0.source == .dpkg && $0.state == .read })
    }

    @Test(arguments: ["socle", "station"])
    func aListingForPeopleHoldsWhatDpkgQueryTells(side: String) throws {
        let folder = "drift-pair-debian12/\(side)"
        let expected = try InventoryRoots.lines("\(folder)/oracle-dpkg-query.tsv").map { line in
            let cells = line.split(separator: "\t").map(String.init)
            return "\(cells[0].split(separator: ":")[0]) \(cells[1]) \(cells[2])"
        }
        #expect(packages(try read("\(folder)/oracle-dpkg-l.txt")) == Set(expected))
    }

    @Test func listsTheProgramsOfAFrenchWindowsOnceEach() throws {
        let items = try read("inventory-xml/invfmt-2.xml").items.filter { $0.source == .windows }
        #expect(
            items.filter { $0.kind == .application }.map(\.name) == [
                "CCleaner", "FusionInventory Agent",
                "Microsoft Visual Studio 2010 Tools for Office Runtime",
                "Module linguistique Microsoft Visual Studio 2010 Tools pour Office Runtime",
                "Microsoft Office Famille et Petite Entreprise 2010", "OpenVPN",
            ]
        )
        #expect(items.count { $0.kind == .update } == 2)
    }

    @Test func anOlderRunOfOcsListsNothingThatDpkgDoesNot() throws {
        let inventory = try read("live-debian12/ocs-agent-2.10.xml")
        #expect(inventory.document?.format == .ocs)
        #expect(inventory.items.count == 858)
        #expect(packages(inventory).subtracting(try oracle()).isEmpty)
    }

    @Test(arguments: [("invfmt-computer_3", 3033), ("invfmt-computer_3_updated", 3184)])
    func everySoftwareOfADocumentIsAnItem(file: String, count: Int) throws {
        let inventory = try read("glpi-json/\(file).json")
        #expect(inventory.items.count == count)
        #expect(inventory.items.allSatisfy { $0.source == .rpm })
        #expect(inventory.document?.station == "LF014")
    }

    @Test func aPartialInventoryProvesNoAbsence() throws {
        let inventory = try read("glpi-json/invfmt-computer_1_partial_softs.json")
        #expect(!inventory.items.isEmpty)
        #expect(!inventory.coverage.contains { $0.source == .rpm && $0.state == .read })
    }

    @Test(arguments: ["glpi-json/invfmt-printer_1.json", "inventory-xml/invfmt-9.xml"])
    func aNetworkDeviceIsNoStation(file: String) {
        #expect(throws: InventoryError.self) { try read(file) }
    }

    @Test func theDriversOfAFrenchWindowsArePrintersOnly() throws {
        let inventory = try read("inventory-xml/invfmt-2.xml")
        #expect(inventory.system?.id == "windows")
        #expect(inventory.system?.version == "8.1")
        #expect(inventory.items.count { $0.source == .driver } == 2)
        #expect(
            inventory.coverage.contains {
                $0.source == .driver && $0.state == .notCovered && $0.detail.contains("printer")
            }
        )
    }

    @Test func oneProgramOfARegistryExportIsOneLine() throws {
        let inventory = try read("reg-exports/glpiagent-xp-Uninstall.reg")
        let programs = inventory.items.filter { $0.kind == .application }
        #expect(programs.count == 48)
        #expect(programs.count == Set(programs.map { $0.title ?? $0.name }).count)
        #expect(
            inventory.coverage.contains { $0.source == .windows && $0.state == .notCovered }
        )
    }

    @Test func wingetListsEachPackageOnceAndProvesNoAbsence() throws {
        let inventory = try read("winget/olayzen-winget-export-1.4.json")
        #expect(inventory.items.contains { $0.name == "7zip.7zip" })
        #expect(inventory.items.count == Set(inventory.items.map { $0.name.lowercased() }).count)
        #expect(inventory.coverage.filter { $0.source == .winget }.map(\.state) == [.notCovered])
    }

    @Test(arguments: ["osquery", "scancode"])
    func listsThePackagesRpmLists(database: String) throws {
        let lines = try InventoryRoots.lines("rpmdb/oracle-\(database)-rpmdb.sqlite.tsv")
        let inventory = try read("rpmdb/\(database)-rpmdb.sqlite")
        let expected = lines.map { line in
            let cells = line.split(separator: "\t").map(String.init)
            return "\(cells[0]) \(cells[2])-\(cells[3]) \(cells[4]) \(cells[6])"
        }
        let found = inventory.items.map {
            "\($0.name) \($0.version) \($0.architecture ?? "") \($0.publisher ?? "")"
        }
        #expect(found.sorted() == expected.sorted())
    }
}
