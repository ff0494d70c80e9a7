import Inventory
import Model
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch)
struct UnownedFilesTests {
    /// The items not of dpkg, in a root with one package and `parts`.
    private func found(_ parts: [any TreePart]) throws -> [InventoryItem] {
        try write(parts)
        return try InventoryRoots.everything().items.filter { $0.source != .dpkg }
    }

    private func write(_ parts: [any TreePart]) throws {
        try Tree {
            RegularFile("var/lib/dpkg/status", InventoryRoots.record("base"))
            RegularFile(
                "var/lib/dpkg/info/base.list",
                [
                    "/.", "/bin", "/etc", "/usr", "/usr/bin", "/usr/bin/owned", "/usr/lib",
                    "/usr/lib/python3", "/usr/lib/firmware", "/usr/lib/modules",
                    "/usr/lib/modules/6.1", "/usr/lib/cups", "/usr/lib/cups/backend",
                    "/usr/lib/cups/backend-available", "/usr/lib/cups/backend-available/lpd",
                    "/usr/share", "/usr/share/applications", "/usr/share/man", "/usr/games",
                    "/usr/src/owned-1.0", "/usr/lib/tool",
                ].joined(separator: "\n") + "\n"
            )
            Symlink("bin", to: "usr/bin")
            RegularFile("usr/bin/owned", "x", mode: 0o755)
            for part in parts { part }
        }.write(to: Scratch.current.directory)
    }

    @Test
    func oneFolderBelowOptIsOneProgramNamedByItsLauncher() throws {
        let items = try found([
            RegularFile("opt/JeuPirate/bin/jeu", "x", mode: 0o755),
            RegularFile("opt/JeuPirate/data/a"), RegularFile("opt/JeuPirate/data/b"),
            Symlink("usr/local/bin/jeu", to: "/opt/JeuPirate/bin/jeu"),
            RegularFile(
                "usr/local/share/applications/jeu.desktop",
                """
                [Desktop Entry]
                Name=Pirate Game
                Name[fr]=Le jeu du pirate
                Exec="/opt/JeuPirate/bin/jeu" %U
                """
            ),
        ])
        #expect(items.map(\.name) == ["Le jeu du pirate"])
        let item = try #require(items.first)
        #expect(item.source == .files)
        #expect(item.kind == .application)
        #expect(item.origin == .manualCopy)
        #expect(
            item.paths.map(\.description) == [
                "opt/JeuPirate", "usr/local/bin/jeu", "usr/local/share/applications/jeu.desktop",
            ]
        )
        #expect(item.evidence.file == "opt/JeuPirate")
    }

    @Test
    func thePartsOfAProgramBelowUsrLocalAreOne() throws {
        let items = try found([
            RegularFile("usr/local/bin/outil", "x", mode: 0o755),
            RegularFile("usr/local/lib/outil/core.so", "x"),
            RegularFile("usr/local/share/outil/data"),
            RegularFile("usr/local/lib/libautre.so.1.2", "x"),
            RegularFile("usr/local/bin/LICENSE.txt", "x"),
        ])
        #expect(items.map(\.name) == ["outil", "libautre"])
        #expect(items.map(\.kind) == [.application, .component])
        #expect(items.first?.paths.count == 3)
    }

    @Test
    func whatMaintainerScriptsLeaveIsNothing() throws {
        let items = try found([
            Symlink("usr/bin/editor", to: "/etc/alternatives/editor"),
            Symlink("etc/alternatives/editor", to: "/usr/bin/owned"),
            Symlink("usr/bin/alias", to: "owned"),
            Symlink("usr/bin/dangling", to: "/opt/gone"),
            RegularFile("usr/lib/python3/__pycache__/a.cpython-311.pyc", "x", mode: 0o755),
            RegularFile("usr/lib/loaders.cache", "x"),
            RegularFile("usr/share/man/man1/x.1.gz", "x", mode: 0o755),
            RegularFile("usr/share/applications/mimeinfo.cache", "x"),
            RegularFile("usr/lib/modules/6.1/modules.dep", "x"),
            RegularFile("usr/lib/udev/hwdb.bin", "x"),
            RegularFile("usr/lib/cups/backend/lpd", "x", mode: 0o755),
            Folder("usr/local/share/fonts"), Folder("opt/empty"),
            RegularFile("etc/ld.so.cache", "x"), RegularFile("boot/initrd.img-6.1", "x"),
            RegularFile("var/lib/x/program", "x", mode: 0o755),
            RegularFile("usr/local/lib/python3.11/dist-packages/x.py", "x", mode: 0o755),
        ])
        #expect(items.map(\.name) == [])
    }

    @Test
    func driversAreTheirOwnKind() throws {
        let items = try found([
            RegularFile("etc/udev/rules.d/99-tablette.rules", "x"),
            RegularFile("etc/modprobe.d/local.conf", "x"),
            RegularFile("usr/lib/firmware/carte.bin", "x"),
            RegularFile("usr/lib/firmware/fabricant/a.bin", "x"),
            RegularFile("usr/lib/modules/6.1/extra/wifi.ko.xz", "x"),
            RegularFile("usr/lib/cups/backend/maison", "x", mode: 0o755),
            Symlink("etc/udev/rules.d/60-masque.rules", to: "/dev/null"),
        ])
        #expect(items.allSatisfy { $0.kind == .driver && $0.source == .driver })
        #expect(
            Set(items.map(\.name)) == [
                "99-tablette.rules", "local.conf", "carte.bin", "fabricant", "wifi", "maison",
                "60-masque.rules",
            ]
        )
    }

    @Test
    func aModuleBuiltFromAPackagesSourcesIsNoFinding() throws {
        let items = try found([
            RegularFile("usr/lib/modules/6.1/updates/dkms/packaged.ko", "x"),
            RegularFile("var/lib/dkms/owned/1.0/6.1/x86_64/module/packaged.ko", "x"),
            RegularFile("usr/lib/modules/6.1/updates/dkms/r8125.ko", "x"),
            RegularFile("var/lib/dkms/r8125/9.0/6.1/x86_64/module/r8125.ko", "x"),
        ])
        #expect(items.map(\.name) == ["r8125"])
        #expect(items.map(\.version) == ["9.0"])
    }

    @Test
    func settingsBelowEtcAreNoSoftware() throws {
        let items = try found([
            RegularFile("etc/rc.local", "x", mode: 0o755), RegularFile("etc/profile.d/x.sh", "x"),
        ])
        #expect(items.map(\.name) == [])
    }

    @Test
    func foldersOfPeopleAreNeverOpened() throws {
        try write([
            RegularFile("home/alice/Documents/secret.sh", "x", mode: 0o755),
            RegularFile("root/outil", "x", mode: 0o755),
            RegularFile("srv/partage/jeu", "x", mode: 0o755),
            Symlink("usr/local/bin/lien", to: "/srv/partage/jeu"),
        ])
        let inventory = try InventoryRoots.everything()
        let text = "\(inventory)"
        for planted in ["alice", "secret", "outil"] { #expect(!text.contains(planted)) }
        let skipped = inventory.coverage.first { $0.source == .files && $0.state == .notCovered }
        #expect(skipped?.detail == "home, root, srv")
        #expect(inventory.items.filter { $0.source == .files }.map(\.name) == ["lien"])
    }

    @Test(.enabled(if: Privilege.isRoot, "needs root"))
    func anUnknownFolderAtTheTopCountsForItsProgramsOnly() throws {
        let items = try found([
            RegularFile("donnees/notes.txt", "x"), RegularFile("jeux/bin/jeu", "x", mode: 0o755),
            Folder("partage/eleve", owner: 1234, group: 1234) {
                RegularFile("jeu", "x", mode: 0o755)
            },
        ])
        #expect(items.map(\.name) == ["jeux"])
    }

    @Test
    func aProgramHiddenInAPackagesFolderIsFound() throws {
        let items = try found([
            RegularFile("usr/lib/tool/plugins/ajout.so", "x"),
            RegularFile("usr/games/triche", "x", mode: 0o755),
            RegularFile("usr/lib/tool/notes.txt", "x"),
        ])
        #expect(items.map(\.name) == ["triche", "plugins"])
    }
}
