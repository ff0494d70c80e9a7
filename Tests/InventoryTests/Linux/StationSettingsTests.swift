import Inventory
import Model
import Platform
import Primitives
import TestSupport
import Testing

/// Repositories of other publishers, and what was chosen on a station.
@Suite(.scratch) struct StationSettingsTests {
    private func settings(_ kind: StationSetting.Kind) throws -> [StationSetting] {
        try InventoryRoots.packages(Scratch.current.directory).settings.filter { $0.kind == kind }
    }

    private func write(_ parts: [any TreePart]) throws {
        try Tree {
            RegularFile(
                "var/lib/dpkg/status",
                InventoryRoots.record("base") + "\n" + InventoryRoots.record("navigateur")
            )
            RegularFile("usr/lib/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
            for part in parts { part }
        }.write(to: Scratch.current.directory)
    }

    @Test func aPackageOfAnotherPublishersRepositoryHasItsPublisher() throws {
        let lists = "var/lib/apt/lists"
        try write([
            RegularFile(
                "etc/apt/sources.list",
                "deb http://deb.debian.org/debian bookworm main # le socle\n#deb http://x y z\n"
            ),
            RegularFile(
                "etc/apt/sources.list.d/navigateur.sources",
                """
                # ajouté en septembre
                Types: deb deb-src
                URIs: https://nom:motdepasse@paquets.example.org/apt
                # deux suites
                Suites: stable essai
                Components: main
                Signed-By: /usr/share/keyrings/x.gpg

                Enabled: no
                URIs: https://ailleurs.example.org
                Suites: stable
                Types: deb
                """
            ),
            RegularFile(
                "\(lists)/deb.debian.org_debian_dists_bookworm_InRelease",
                "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nOrigin: Debian\n"
            ),
            RegularFile(
                "\(lists)/deb.debian.org_debian_dists_bookworm_main_binary-amd64_Packages",
                InventoryRoots.record("base")
            ),
            RegularFile(
                "\(lists)/paquets.example.org_apt_dists_stable_Release",
                "Origin: Éditions du Navigateur\nLabel: x\n"
            ),
            RegularFile(
                "\(lists)/paquets.example.org_apt_dists_stable_main_binary-amd64_Packages",
                InventoryRoots.record("navigateur")
            ),
        ])
        let inventory = try InventoryRoots.packages(Scratch.current.directory)
        let publishers = inventory.items.map { "\($0.name) \($0.publisher ?? "-")" }
        #expect(publishers == ["base -", "navigateur Éditions du Navigateur"])
        let found = inventory.settings.filter { $0.kind == .repository }
        #expect(
            found.map(\.name) == [
                "https://paquets.example.org/apt stable main",
                "https://paquets.example.org/apt essai main",
            ]
        )
        // Of the second suite no list says whose it is: its host does.
        #expect(found.map(\.value) == ["Éditions du Navigateur", "paquets.example.org"])
        #expect(found.first?.evidence.field == "line 2")
        #expect(!"\(inventory)".contains("motdepasse"))
    }

    @Test func aFlatRepositoryWithoutAReleaseIsNamedByItsPlace() throws {
        try write([
            RegularFile(
                "etc/apt/sources.list.d/editeur.list",
                "deb [trusted=yes arch=amd64] file:/srv/mes_paquets ./\n"
            ),
            RegularFile(
                "var/lib/apt/lists/_srv_mes%5fpaquets_._Packages",
                InventoryRoots.record("navigateur")
            ),
        ])
        let inventory = try InventoryRoots.packages(Scratch.current.directory)
        #expect(inventory.items.map(\.publisher) == [nil, "file:/srv/mes_paquets"])
    }

    @Test func aDamagedListIsSaidWithItsLine() throws {
        try write([
            RegularFile(
                "etc/apt/sources.list.d/x.list",
                "deb https://x.example.org/ stable main\n"
            ),
            RegularFile(
                "var/lib/apt/lists/x.example.org_dists_stable_main_binary-amd64_Packages",
                "Package: a\nbroken\n"
            ),
        ])
        let notes = try InventoryRoots.packages(Scratch.current.directory).coverage
        #expect(notes.contains { $0.state == .stale && $0.detail.contains("_Packages:2") })
    }

    @Test func listsWhatWasChosenByHandAndNotWhatDpkgChose() throws {
        let folder = "var/lib/dpkg/alternatives"
        try write([
            RegularFile("\(folder)/editor", "manual\n/usr/bin/editor\n\n/usr/bin/nano\n40\n"),
            RegularFile("\(folder)/pager", "auto\n/usr/bin/pager\n\n/bin/more\n50\n"),
            Symlink("etc/alternatives/editor", to: "/usr/bin/nano"),
            RegularFile("var/lib/dpkg/statoverride", "root jeux 2755 /usr/games/jeu de dames\n"),
            RegularFile("etc/dpkg/dpkg.cfg.d/leger", "path-exclude=/usr/share/doc/*\n"),
        ])
        #expect(
            try settings(.alternative).map { "\($0.name) \($0.value)" } == ["editor /usr/bin/nano"]
        )
        #expect(
            try settings(.permissions).map { "\($0.name) \($0.value)" }
                == ["/usr/games/jeu de dames 2755"]
        )
        #expect(try settings(.exclusion).map(\.name) == ["/usr/share/doc/*"])
    }

    @Test func aPrintQueueIsKnownByItsPrinterAndNeverByItsName() throws {
        try write([
            RegularFile(
                "etc/cups/printers.conf",
                """
                <DefaultPrinter Bureau_de_Mme_Dupont>
                UUID urn:uuid:1234
                Info Imprimante de Jean Dupont
                Location bureau Dupont
                MakeModel Brother HL-L2350DW, driverless
                DeviceURI smb://dupont:secret@serveur/imprimante
                </DefaultPrinter>
                <Printer reseau>
                MakeModel Inconnue
                DeviceURI implicitclass://x/
                </Printer>
                <Printer autre>
                MakeModel HP
                DeviceURI usb://HP/LaserJet?serial=ABC123
                </Printer>
                """
            ),
            RegularFile(
                "etc/cups/ppd/autre.ppd",
                "*NickName: \"HP LaserJet 1020 Foomatic/foo2zjs-z1\"\n"
            ),
        ])
        let inventory = try InventoryRoots.packages(Scratch.current.directory)
        #expect(
            inventory.settings.map { "\($0.name): \($0.value)" } == [
                "Brother HL-L2350DW, driverless: smb", "HP LaserJet 1020 Foomatic/foo2zjs-z1: usb",
            ]
        )
        for planted in ["Dupont", "dupont", "secret", "ABC123", "Bureau"] {
            #expect(!"\(inventory)".contains(planted))
        }
    }
}
