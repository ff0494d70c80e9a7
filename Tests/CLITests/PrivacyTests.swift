import Platform
import Primitives
import TestSupport
import Testing
import WindowsSupport

/// Names, histories and documents are planted in a station; no output of any command holds one.
@Suite(.scratch) struct PrivacyTests {
    private static let planted = [
        "dupont", "Dupont", "Zoe Martin", "evaluation-secrete", "mot-de-passe-secret",
        "recherche-privee", "SECRET", "S-1-5-21", "192.0.2.99", "SN-4242",
    ]

    private static let outputs: [[String]] = [
        ["inventory"], ["inventory", "--explain"], ["inventory", "--format", "json"],
        ["inventory", "--format", "csv"], ["inventory", "--format", "glpi"],
        ["inventory", "--format", "cyclonedx"], ["scan", "--baseline", "socle"],
        ["scan", "--baseline", "socle", "--lang", "fr"],
        ["scan", "--baseline", "socle", "--deep", "--format", "json"],
        ["scan", "--baseline", "socle", "--format", "csv"],
    ]

    private func documents(_ system: String, _ version: String) throws {
        let folder = try Directory.open(SharedData.repository + "/Baselines/2026-2027")
        func text(_ name: String) throws -> String {
            String(decoding: try folder.read(try RelativePath(name), limit: 1 << 20), as: UTF8.self)
        }
        let base = try text("socle-systeme.json")
            .replacing("\"debian\"", with: "\"\(system)\"")
            .replacing("\"12\"", with: "\"\(version)\"")
        let applications = try text("socle-applicatif.json")
        try Tree {
            RegularFile("socle/socle-systeme.json", base)
            RegularFile("socle/socle-applicatif.json", applications)
        }.write(to: Scratch.current.directory)
    }

    private func expectNothingPlanted() throws {
        for words in Self.outputs {
            let result = try ChildProcess.run(
                [try Transcript.program()] + words + ["--root", "station"],
                environment: ["LANG": "en_US.UTF-8", "COLUMNS": "100", "TZ": "UTC"],
                workingDirectory: Scratch.current.directory,
                timeout: 60
            )
            let text = result.outputText + result.errorText
            #expect(text.contains("jeu") || text.contains("Jeu") || words.contains("--explain"))
            for word in Self.planted { #expect(!text.contains(word), "\(words) \(word)") }
        }
    }

    @Test func nothingOfAnybodyComesOutOfADebian() throws {
        try documents("debian", "12")
        try Tree {
            RegularFile("station/usr/lib/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
            RegularFile(
                "station/var/lib/dpkg/status",
                "Package: jeu\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n"
            )
            RegularFile("station/var/lib/dpkg/info/jeu.list", "/.\n/usr\n/usr/lib\n")
            RegularFile(
                "station/var/log/apt/history.log",
                "\nStart-Date: 2026-09-10  10:00:00\nCommandline: apt install /home/dupont/evaluation-secrete.deb\n"
                    + "Requested-By: dupont (1001)\nInstall: jeu:amd64 (1)\nEnd-Date: 2026-09-10  10:00:01\n"
            )
            RegularFile(
                "station/etc/passwd",
                "root:x:0:0::/root:/bin/sh\ndupont:x:1001:1001:Jean Dupont:/home/dupont:/bin/sh\n"
            )
            RegularFile("station/home/dupont/.bash_history", "recherche-privee\n")
            RegularFile("station/home/dupont/Documents/evaluation-secrete.odt", "x")
            RegularFile(
                "station/home/dupont/.local/share/flatpak/app/org.example.Jeu/x86_64/stable/c/metadata",
                "x"
            )
            Symlink(
                "station/home/dupont/.local/share/flatpak/app/org.example.Jeu/x86_64/stable/active",
                to: "c"
            )
            RegularFile(
                "station/home/dupont/.local/share/applications/jeu.desktop",
                "[Desktop Entry]\nName=Jeu maison\nExec=/home/dupont/jeux/jeu --fichier evaluation-secrete\n"
            )
            RegularFile("station/home/dupont/jeux/jeu", "x", mode: 0o755)
            RegularFile(
                "station/etc/apt/sources.list",
                "deb https://dupont:mot-de-passe-secret@paquets.example.org/ stable main\n"
            )
            RegularFile(
                "station/etc/cups/printers.conf",
                "<Printer Bureau_Dupont>\nInfo Jean Dupont\nMakeModel HP\n"
                    + "DeviceURI socket://192.0.2.99\n</Printer>\n"
            )
            RegularFile("station/srv/evaluation-secrete.odt", "x")
        }.write(to: Scratch.current.directory)
        try expectNothingPlanted()
    }

    @Test func nothingOfAnybodyComesOutOfAWindows() throws {
        try documents("windows", "11")
        let folder = Scratch.current.directory
        try folder.makeDirectories(try RelativePath("station"), permissions: 0o755)
        try WindowsDisk.write(to: try folder.openDirectory(try RelativePath("station")))
        try Tree {
            RegularFile("station/Users/Zoe Martin/Documents/evaluation-secrete.docx", "x")
            RegularFile("station/Users/Zoe Martin/AppData/History", "recherche-privee")
        }.write(to: folder)
        try expectNothingPlanted()
    }
}
