import Inventory
import Model
import Platform
import Primitives
import Report
import TestSupport
import Testing

@Suite(.scratch) struct ManagedProgramsTests {
    private func items(_ source: InventorySource) throws -> [InventoryItem] {
        try InventoryRoots.everything().items.filter { $0.source == source }
    }

    private static func metainfo(_ version: String) -> String {
        "<component><name>Jeu</name><name xml:lang=\"ar\">x</name>"
            + "<releases><release date=\"2026-01-01\" version=\"\(version)\"/><release version=\"1\"/></releases></component>"
    }

    /// One application as flatpak lays it out below `folder`.
    private func deploy(_ folder: String, _ id: String, version: String) throws {
        let place = "\(folder)/app/\(id)/x86_64/stable"
        try Tree {
            RegularFile(
                "\(place)/abc123/files/share/metainfo/\(id).metainfo.xml",
                Self.metainfo(version)
            )
            RegularFile("\(place)/old/files/share/metainfo/\(id).metainfo.xml", Self.metainfo("0"))
            Symlink("\(place)/active", to: "abc123")
            RegularFile("\(folder)/runtime/org.Platform/x86_64/1/abc/metadata", "")
        }.write(to: Scratch.current.directory)
    }

    @Test func listsApplicationsOfFlatpakOnceAndNoRuntime() throws {
        try deploy("var/lib/flatpak", "org.example.Jeu", version: "2.4")
        try deploy("home/eleve1/.local/share/flatpak", "org.example.Dessin", version: "3")
        try deploy("home/eleve2/.local/share/flatpak", "org.example.Dessin", version: "3")
        let found = try items(.flatpak)
        #expect(
            found.map { "\($0.name) \($0.version)" } == [
                "org.example.Jeu 2.4", "org.example.Dessin 3",
            ]
        )
        #expect(found.first?.title == "Jeu")
        #expect(found.first?.origin == .asked)
    }

    @Test func aSnapHasTheVersionOfItsMountedRevision() throws {
        try Tree {
            RegularFile(
                "var/lib/snapd/state.json",
                #"{"data":{"auth":{"users":[{"email":"x@example.org"}]},"snaps":{"core22":{"type":"base","current":"864"},"#
                    + #""vlc":{"type":"app","sequence":[{"name":"vlc","revision":"3777"}],"active":true,"current":"3777"}}}}"#
            )
            RegularFile("snap/vlc/3777/meta/snap.yaml", "name: vlc\nversion: '3.0.20'\n")
        }.write(to: Scratch.current.directory)
        let found = try items(.snap)
        #expect(found.map(\.name) == ["core22", "vlc"])
        #expect(found.map(\.kind) == [.component, .application])
        #expect(found.last?.version == "3.0.20")
    }

    @Test func pipTellsWhatWasAskedForFromWhatCameAlong() throws {
        let folder = "usr/local/lib/python3.11/dist-packages"
        try Tree {
            RegularFile(
                "\(folder)/Foo_Bar-1.2.dist-info/METADATA",
                "Name: Foo_Bar\nVersion: 1.2\n\nName: no\n"
            )
            RegularFile("\(folder)/Foo_Bar-1.2.dist-info/REQUESTED", "")
            RegularFile("\(folder)/Foo_Bar-1.2.dist-info/INSTALLER", "pip\n")
            RegularFile("\(folder)/six-1.16.dist-info/METADATA", "Name: six\nVersion: 1.16\n")
            RegularFile("\(folder)/six-1.16.dist-info/INSTALLER", "pip\n")
            RegularFile("\(folder)/vieux-0.3.egg-info", "Name: vieux\nVersion: 0.3\n")
        }.write(to: Scratch.current.directory)
        let found = try items(.pip)
        #expect(
            found.map { "\($0.name) \($0.version) \($0.origin.rawValue)" } == [
                "foo-bar 1.2 demande", "six 1.16 automatique", "vieux 0.3 inconnue",
            ]
        )
    }

    @Test func aPythonPackageOfTheSystemIsNotOneOfPip() throws {
        let folder = "usr/lib/python3/dist-packages"
        try Tree {
            RegularFile("var/lib/dpkg/status", InventoryRoots.record("python3-six"))
            RegularFile(
                "var/lib/dpkg/info/python3-six.list",
                "/.\n/usr\n/\(folder)/six.egg-info\n"
            )
            RegularFile("\(folder)/six.egg-info", "Name: six\nVersion: 1.16\n")
            RegularFile("\(folder)/autre.egg-info", "Name: autre\nVersion: 1\n")
        }.write(to: Scratch.current.directory)
        #expect(try items(.pip).map(\.name) == ["autre"])
    }

    @Test func npmListsItsTopLevelWithScopes() throws {
        try Tree {
            RegularFile(
                "usr/local/lib/node_modules/a/package.json",
                #"{"name":"a","version":"1.0"}"#
            )
            RegularFile(
                "usr/local/lib/node_modules/a/node_modules/b/package.json",
                #"{"name":"b"}"#
            )
            RegularFile(
                "usr/local/lib/node_modules/@o/c/package.json",
                #"{"version":"2","name":"@o/c"}"#
            )
        }.write(to: Scratch.current.directory)
        #expect(try items(.npm).map { "\($0.name) \($0.version)" } == ["@o/c 2", "a 1.0"])
    }

    @Test func aProgramOfAWinePrefixIsListedAndWinesEnginesAreNot() throws {
        let key = "[Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Uninstall"
        try Tree {
            RegularFile(
                "home/eleve1/.wine/system.reg",
                "WINE REGISTRY Version 2\n\n\(key)\\\\Jeu] 1700000000\n"
                    + "\"DisplayName\"=\"Jeu d\\x2019\\x00e9checs 1.5\"\n\"DisplayVersion\"=\"1.5\"\n"
                    + "\"UninstallString\"=\"C:\\\\u.exe\"\n\n\(key)\\\\{X}] 1\n"
                    + "\"DisplayName\"=\"Wine Gecko (32-bit)\"\n\n[Software\\\\Autre] 1\n\"DisplayName\"=\"non\"\n"
            )
        }.write(to: Scratch.current.directory)
        let found = try items(.wine)
        #expect(found.map { "\($0.name) \($0.version)" } == ["Jeu d’échecs 1.5"])
        #expect(found.first?.evidence.file == "home/*/.wine/system.reg")
    }

    @Test func aLauncherShowsAProgramInSomeonesFolder() throws {
        func launcher(_ command: String) -> String {
            "[Desktop Entry]\nType=Application\nName=Minecraft\nExec=\(command)\n"
        }
        try Tree {
            RegularFile(
                "home/eleve1/.local/share/applications/m.desktop",
                launcher("/home/eleve1/.local/bin/minecraft")
            )
            RegularFile(
                "home/eleve2/.local/share/applications/n.desktop",
                launcher("/usr/bin/true")
            )
        }.write(to: Scratch.current.directory)
        let found = try items(.files)
        #expect(found.map(\.name) == ["Minecraft"])
        #expect(found.first?.origin == .manualCopy)
    }

    @Test func anAppImageIsAProgramWithTheVersionOfItsName() throws {
        try Tree {
            RegularFile("var/lib/dpkg/status", InventoryRoots.record("a"))
            RegularFile("var/lib/dpkg/info/a.list", "/.\n/usr\n")
            RegularFile("opt/Krita-5.2.2-x86_64.AppImage", "x", mode: 0o755)
            RegularFile("usr/local/bin/nvim.appimage", "x", mode: 0o755)
        }.write(to: Scratch.current.directory)
        let found = try items(.appimage)
        #expect(found.map { "\($0.name) \($0.version)" } == ["Krita 5.2.2", "nvim "])
        #expect(found.allSatisfy { $0.kind == .application && $0.origin == .manualCopy })
        #expect(found.first?.architecture == "x86_64")
    }

    @Test(arguments: [
        ("balenaEtcher-1.18.11-x64.AppImage", "balenaEtcher", "1.18.11"),
        ("OpenShot-v3.1.1-x86_64.AppImage", "OpenShot", "3.1.1"),
        (
            "GIMP_AppImage-git-2.10.30-20220101-x86_64.AppImage", "GIMP_AppImage-git",
            "2.10.30-20220101"
        ),
        ("2048.AppImage", "2048", ""),
    ])
    func takesTheNameOfAnAppImageApart(file: String, name: String, version: String) throws {
        let image = try #require(AppImageName(file))
        #expect(image.name == name)
        #expect(image.version == version)
    }

    @Test("B2_10: people’s folders give no name and no document")
    func peoplesFoldersGiveNoNameAndNoDocument() throws {
        try deploy("home/jeanne.dupont/.local/share/flatpak", "org.example.Jeu", version: "1")
        try Tree {
            RegularFile("home/jeanne.dupont/Documents/bulletin.odt", "x")
            RegularFile("home/jeanne.dupont/.bash_history", "sudo secret")
            RegularFile(
                "home/jeanne.dupont/.local/lib/python3.11/site-packages/x-1.dist-info/METADATA",
                "Name: x\nVersion: 1\n"
            )
            Symlink("home/jeanne.dupont/.wine", to: "/etc")
            RegularFile("home/jeanne.dupont/.local/share/applications/a.desktop/x", "")
        }.write(to: Scratch.current.directory)
        let inventory = try InventoryRoots.everything()
        #expect(inventory.items.map(\.name).sorted() == ["org.example.Jeu", "x"])
        let text = JSONWriter.pretty(InventoryDocument.json(inventory)) + "\(inventory)"
        for planted in ["dupont", "bulletin", "secret"] { #expect(!text.contains(planted)) }
    }

    @Test func aDamagedSourceIsNamedAndTheOthersAreRead() throws {
        try deploy("var/lib/flatpak", "org.example.Jeu", version: "1")
        try Tree { RegularFile("var/lib/snapd/state.json", "{\"data\":") }
            .write(to: Scratch.current.directory)
        let inventory = try InventoryRoots.everything()
        let snap = inventory.coverage.filter { $0.source == .snap }
        #expect(snap.map(\.state) == [.unreadable])
        #expect(snap.first?.detail.contains("var/lib/snapd/state.json") == true)
        #expect(inventory.items.map(\.name) == ["org.example.Jeu"])
    }

    @Test(
        .enabled(if: SharedData.isPresent, SharedData.absence),
        arguments: [
            ("valid", "GNU Image Manipulation Program", "2.10.38"),
            ("noversion", "GNU Image Manipulation Program", nil),
            ("noname", nil, "2.10.38"),
        ] as [(String, String?, String?)]
    )
    func readsTheDescriptionsAppStreamPublishes(
        file: String,
        name: String?,
        version: String?
    ) throws {
        let description = AppStreamDescription(
            try InventoryRoots.bytes("flatpak/scalibr-\(file).xml")
        )
        #expect(description.name == name)
        #expect(description.version == version)
    }
}
