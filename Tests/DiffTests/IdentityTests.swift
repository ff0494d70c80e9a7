import Diff
import Model
import Primitives
import Testing

/// Never a match by accident, one trap a test.
@Suite struct IdentityTests {
    private func recognises(
        _ source: InventorySource,
        _ name: String,
        publisher: String? = nil,
        item: String,
        by itemPublisher: String? = nil,
        architecture: String? = nil
    ) -> Bool {
        ComponentIdentity(source: source, name: name, publisher: publisher)
            .recognises(
                source: source,
                name: item,
                architecture: architecture,
                publisher: itemPublisher
            )
    }

    @Test(arguments: [
        (InventorySource.dpkg, "tracker", "tracker-miner-fs", false),
        (.dpkg, "vlc", "VLC", false), (.dpkg, "gimp*", "gimp-data", false),
        (.windows, "Notepad++ (64-bit x64)", "Notepad++ (64-bit x64)", true),
        (.windows, "Notepad++*", "Notepad", false),
        (.windows, "Notepad++*", "notepad++ (x64)", true),
        (.windows, "Mozilla Firefox *(*)", "Mozilla Firefox 57.0.2 (fr)", true),
        (.windows, "7-Zip", "7-Zip 22.01 (x64)", false), (.windows, "a.c", "abc", false),
        (.pip, "Ruamel.Yaml", "ruamel-yaml", true), (.pip, "numpy", "numpy-stl", false),
    ])
    func names(source: InventorySource, name: String, item: String, isSame: Bool) {
        #expect(recognises(source, name, item: item) == isSame)
    }

    @Test func anotherSourceIsAnotherThing() {
        let identity = ComponentIdentity(source: .dpkg, name: "firefox")
        #expect(!identity.recognises(source: .snap, name: "firefox"))
    }

    @Test func anArchitectureIsAskedForAfterAColon() {
        #expect(recognises(.dpkg, "wine:i386", item: "wine", architecture: "i386"))
        #expect(!recognises(.dpkg, "wine:i386", item: "wine", architecture: "amd64"))
        #expect(recognises(.dpkg, "wine", item: "wine", architecture: "amd64"))
    }

    @Test func aPublisherIsComparedWhereTheItemHasOne() {
        let name = "LibreOffice *"
        let item = "LibreOffice 7.4"
        let wanted = "The Document Foundation"
        #expect(recognises(.windows, name, publisher: wanted, item: item, by: wanted))
        #expect(!recognises(.windows, name, publisher: wanted, item: item, by: "Someone"))
        #expect(recognises(.windows, name, publisher: wanted, item: item))
    }

    @Test func aWindowsStationIsJudgedByWindowsNamesAndItsOwnOrderOfVersions() throws {
        let firefox = component(
            "firefox",
            [
                ComponentIdentity(source: .dpkg, name: "firefox-esr"),
                ComponentIdentity(
                    source: .windows,
                    name: "Mozilla Firefox*",
                    version: .atLeast("100.0")
                ),
            ]
        )
        func item(_ name: String, _ version: String) -> InventoryItem {
            InventoryItem(
                source: .windows,
                name: name,
                version: version,
                evidence: Evidence(file: "SOFTWARE", field: name)
            )
        }
        var system = try systemBaseline()
        (system.systemID, system.systemVersions) = ("windows", [])
        let outcome = DiffEngine.findings(
            DiffInput(
                inventory: try inventory(
                    [item("Mozilla Firefox (x64 fr)", "57.0.2"), item("Roblox", "1.0")],
                    coverage: [.windows: .read],
                    system: .init(id: "windows", version: "10", name: "", architecture: "amd64")
                ),
                system: system,
                application: try applicationBaseline([firefox])
            )
        )
        #expect(
            outcome.findings.map(\.id)
                == ["hors-socle/Roblox", "version-ancienne/Mozilla Firefox (x64 fr)"]
        )
    }
}
