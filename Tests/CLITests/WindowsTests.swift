import Platform
import Primitives
import TestSupport
import Testing
import WindowsSupport

/// Windows disks and volumes at the command line.
@Suite(.scratch) struct WindowsTests {
    private let folder = Scratch.current.directory

    /// Writes a disk below `disk` and, in `socle`, the shipped documents for a Windows.
    private func prepare() throws {
        try folder.makeDirectories(try RelativePath("disk"), permissions: 0o755)
        try WindowsDisk.write(to: try folder.openDirectory(try RelativePath("disk")))
        let documents = try Directory.open(SharedData.repository + "/Baselines/2026-2027")
        let system = try text("socle-systeme.json", in: documents)
        let application = try text("socle-applicatif.json", in: documents)
        try Tree {
            RegularFile(
                "socle/socle-systeme.json",
                system.replacing("\"debian\"", with: "\"windows\"")
                    .replacing("\"12\"", with: "\"11\"")
            )
            RegularFile("socle/socle-applicatif.json", application)
        }
        .write(to: folder)
    }

    private func text(_ name: String, in folder: Directory) throws -> String {
        String(decoding: try folder.read(try RelativePath(name), limit: 1 << 20), as: UTF8.self)
    }

    private func socle(_ words: String...) throws -> ProcessResult {
        try ChildProcess.run(
            [try Transcript.program()] + words,
            environment: ["LANG": "en_US.UTF-8", "COLUMNS": "100", "TZ": "UTC"],
            workingDirectory: folder,
            timeout: 60
        )
    }

    @Test func judgesProgramsAndDriversByTheIdentitiesOfTheSocle() throws {
        try prepare()
        let scan = try socle("scan", "--root", "disk", "--baseline", "socle", "--format", "json")
        #expect(scan.outcome == .exited(1), "\(scan.errorText)")
        let found = scan.outputText
        for id in [
            "hors-socle/Jeu", "hors-socle/Discord", "hors-socle/OpenArena",
            "hors-socle/Jeu.Bonbons",
            "manquant/audacity",
            // What it needs of the hardware is not written on the disk.
            "indetermine/libreoffice",
        ] {
            #expect(found.contains("\"\(id)\""), "\(id)\n\(found)")
        }
        for driver in ["Alps Pointing-device", "HP Universal", "VBoxDrv"] {
            #expect(found.contains(driver), "\(driver)")
        }
        // A program the list knows, an update, what Windows came with.
        for name in ["7-Zip", "KB5034441", "WindowsCalculator"] {
            #expect(!found.contains("hors-socle/\(name)"), "\(name)\n\(found)")
        }
        #expect(found.contains("SALLE12-03"))
    }

    @Test func explainsAnAdditionInAReportForPeople() throws {
        try prepare()
        let scan = try socle("scan", "--root", "disk", "--baseline", "socle", "--lang", "fr")
        #expect(scan.outputText.contains("OpenArena"), "\(scan.outputText)\(scan.errorText)")
        #expect(scan.outputText.contains("référence non signée"))
        for planted in ["Dupont", "Martin", "SECRET"] {
            #expect(!scan.outputText.contains(planted), "\(planted)")
        }
    }

    @Test(arguments: [
        ["restore", "--approve", String(repeating: "0", count: 64)],
        [
            "plan", "--ticket", "1", "--clause", "A4", "--fault", "x", "--backups-acknowledged",
            "technicien,2026-11-20",
        ],
        ["undo"],
    ])
    func aWindowsDiskIsNeverChanged(words: [String]) throws {
        try prepare()
        let before = try TreeSnapshot.capture(folder)
        let result = try ChildProcess.run(
            [try Transcript.program()] + words + ["--root", "disk"],
            environment: ["LANG": "en_US.UTF-8"],
            workingDirectory: folder,
            timeout: 60
        )
        #expect(result.outcome == .exited(6), "\(result.errorText)")
        #expect(result.errorText.contains("Windows disk; it can be looked at, not restored"))
        #expect(try TreeSnapshot.capture(folder) == before)
    }

    @Test func aSleepingWindowsIsRefused() throws {
        try prepare()
        try Tree { RegularFile("disk/hiberfil.sys", "hibr") }.write(to: folder)
        for verb in ["scan", "inventory"] {
            let result = try ChildProcess.run(
                [try Transcript.program(), verb, "--root", "disk"]
                    + (verb == "scan" ? ["--baseline", "socle"] : []),
                environment: ["LANG": "en_US.UTF-8"],
                workingDirectory: folder,
                timeout: 60
            )
            #expect(result.outcome == .exited(6))
            #expect(result.errorText.contains("put to sleep"))
            #expect(result.errorText.contains("hint:"))
        }
    }

    @Test func aVolumeThatIsNotMountedIsNamed() throws {
        var fixed = [UInt8](repeating: 0, count: 4096)
        fixed.replaceSubrange(3..<11, with: "-FVE-FS-".utf8)
        var removable = [UInt8](repeating: 0, count: 4096)
        removable.replaceSubrange(3..<11, with: "MSWIN4.1".utf8)
        removable.replaceSubrange(
            0x1A8..<0x1B8,
            with: [
                0x3B, 0xD6, 0x67, 0x49, 0x29, 0x2E, 0xD8, 0x4A, 0x83, 0x99, 0xF6, 0xA3, 0x39, 0xE3,
                0xD0, 0x01,
            ]
        )
        var plain = fixed
        plain.replaceSubrange(3..<11, with: "NTFS    ".utf8)
        try Tree {
            RegularFile("fixed.img", bytes: fixed)
            RegularFile("removable.img", bytes: removable)
            RegularFile("plain.img", bytes: plain)
            RegularFile("other.img", "text")
        }
        .write(to: folder)
        for (name, status, words) in [
            ("fixed.img", Int32(6), "encrypted by BitLocker"),
            ("removable.img", 6, "encrypted by BitLocker"),
            ("plain.img", 3, "Windows volume that is not mounted"),
            ("other.img", 3, "can not be opened"),
        ] {
            let result = try socle("inventory", "--root", name)
            #expect(result.outcome == .exited(status), "\(name) \(result.errorText)")
            #expect(result.errorText.contains(words), "\(name) \(result.errorText)")
        }
    }
}
