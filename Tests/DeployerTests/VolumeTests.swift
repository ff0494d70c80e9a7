import Deployer
import Model
import Platform
import Primitives
import TestSupport
import Testing

/// Stations of several file systems, changed by one journal.
@Suite(
    .scratch,
    .serialized,
    .enabled(if: isRoot && MountedBench.mounts("ext4"), "needs root and loop devices"),
    .enabled(if: Tool.exists("rsync"), "needs rsync, the judge")
)
struct VolumeTests {
    private static let kinds: [(path: String, type: String)] = {
        var kinds = [(path: "boot", type: "ext4")]
        kinds.append((path: "var", type: MountedBench.mounts("xfs") ? "xfs" : "ext4"))
        if let flat = MountedBench.flatType { kinds.append((path: "boot/efi", type: flat)) }
        return kinds
    }()
    private static var flat: String? { MountedBench.flatType == nil ? nil : "boot/efi" }

    private func tree(_ text: String, _ name: String) -> Tree {
        Tree {
            RegularFile("usr/tool", text)
            RegularFile("boot/vmlinuz", text, mode: 0o600)
            RegularFile("boot/grub/\(name)", "by name")
            RegularFile("boot/efi/EFI/debian/shim", text)
            RegularFile("boot/efi/EFI/debian/\(name)", "by name")
            RegularFile("var/lib/\(name)", text)
            Folder("var/cache/\(name)", mode: 0o750) { RegularFile("deep", text) }
        }
    }

    private func mounted() throws -> MountedBench {
        let mounted = try MountedBench(Self.kinds)
        try tree("the socle's", "new").write(to: try mounted.bench.reference)
        try tree("the station's", "old").write(to: try mounted.bench.station)
        try mounted.bench.build()
        return mounted
    }

    private func plan(_ bench: Bench) throws -> (Restorer, Plan) {
        let restorer = try bench.restorer(workers: 1)
        return (restorer, try restorer.plan(scope: .reinstallation, now: Bench.now))
    }

    private func restore(
        _ bench: Bench,
        _ disk: CountingDisk,
        _ observer: any RestoreObserver = SilentObserver()
    ) throws -> RestoreOutcome {
        let (restorer, plan) = try plan(bench)
        return try restorer.restore(
            plan,
            approve: plan.id,
            options: Bench.anyRoot,
            observer: observer,
            now: Bench.now,
            disk: disk
        )
    }

    private func text(_ bench: Bench, _ path: String) throws -> String? {
        let name = try RelativePath(path)
        guard try bench.station.statusIfPresent(of: name) != nil else { return nil }
        return String(decoding: try bench.station.read(name, limit: 99), as: UTF8.self)
    }

    private func expectOld(_ bench: Bench, _ at: Comment) throws {
        let texts = try ["usr/tool", "boot/vmlinuz", "boot/efi/EFI/debian/shim", "var/lib/old"]
            .map { try text(bench, $0) }
        #expect(texts.allSatisfy { $0 == "the station's" }, at)
        #expect(try text(bench, "boot/grub/old") == "by name", at)
        #expect(try text(bench, "var/cache/old/deep") == "the station's", at)
        for path in ["boot/grub/new", "boot/efi/EFI/debian/new", "var/lib/new", "var/cache/new"] {
            #expect(try bench.station.statusIfPresent(of: RelativePath(path)) == nil, at)
        }
    }

    @Test func oneJournalServesThemAllAndAnUndoGivesThemBack() throws {
        let mounted = try mounted()
        let bench = mounted.bench
        #expect(try mounted.differences(flat: Self.flat) != "")
        bench.expectDone(try bench.restore())
        #expect(try mounted.differences(flat: Self.flat) == "")
        #expect(try plan(bench).1.changes.isEmpty)
        try bench.undo()
        try expectOld(bench, "undone")
    }

    @Test func aStopAnywhereEndsInTheOldOrTheNewStateOnAllOfThem() throws {
        let mounted = try mounted()
        let bench = mounted.bench
        var at = 3
        var (old, new) = (0, 0)
        while true {
            // Nothing after the effect happens, as if the power went.
            let disk = CountingDisk(try bench.station, .failForGood(at: at, errno: 5))
            let outcome = try? restore(bench, disk)
            if case .done = outcome { break }
            try #require(at < 2000, "it never ends: \(String(describing: outcome))")
            _ = try Recovery.recover(try bench.station, takeBack: at.isMultiple(of: 3))
            #expect(try !Recovery.isPending(try bench.station))
            if try mounted.differences(flat: Self.flat) == "" {
                new += 1
                try bench.undo()
            } else {
                old += 1
            }
            try expectOld(bench, "effect \(at)")
            at += 23
        }
        #expect(old > 0 && new > 0)
    }

    /// A restore stopped in the middle of its commit.
    private func stopped() throws -> MountedBench {
        for at in stride(from: 60, to: 400, by: 4) {
            let mounted = try mounted()
            let disk = CountingDisk(
                try mounted.bench.station,
                .failForGood(at: at, errno: 5)
            )
            _ = try? restore(mounted.bench, disk)
            if try mounted.bench.station.statusIfPresent(of: RelativePath(".socle/wal")) != nil {
                return mounted
            }
            try mounted.clear()
        }
        struct NeverReached: Error {}
        throw NeverReached()
    }

    @Test func aRecoveryWaitsForAFileSystemThatIsNotMounted() throws {
        let mounted = try stopped()
        if Self.flat != nil { try mounted.unmount("boot/efi") }
        try mounted.unmount("boot")
        let error = #expect(throws: DeployerError.self) {
            try Recovery.recover(try mounted.bench.station)
        }
        #expect(error?.code == .recoveryPending)
        #expect(error?.subject == "/boot")
        try mounted.mount("boot", "ext4", image: mounted.image("boot"), isNew: false)
        if let type = MountedBench.flatType {
            try mounted.mount("boot/efi", type, image: mounted.image("boot/efi"), isNew: false)
        }
        _ = try Recovery.recover(try mounted.bench.station, takeBack: true)
        try expectOld(mounted.bench, "recovered")
    }

    @Test func aRecoveryRefusesAnotherFileSystemInThePlaceOfOne() throws {
        let mounted = try stopped()
        try mounted.unmount("var")
        try mounted.mount("var", "ext4", image: mounted.image("other"))
        try mounted.bench.station.makeDirectories(
            RelativePath("var/.socle/quarantine/t00000001"),
            permissions: 0o700
        )
        let error = #expect(throws: DeployerError.self) {
            try Recovery.recover(try mounted.bench.station)
        }
        #expect(error?.code == .recoveryPending)
        #expect(error?.subject == "/var")
        #expect(error?.detail.contains("the restore wrote to") == true)
    }

    @Test func anUndoRefusesWhileAFileSystemIsNotMounted() throws {
        let mounted = try mounted()
        try mounted.bench.restore()
        try mounted.unmount("var")
        let error = #expect(throws: DeployerError.self) { try mounted.bench.undo() }
        #expect(error?.code == .foreignMount)
    }

    /// Does something once the staging is done.
    private struct Meddler: RestoreObserver {
        /// The commit tells of each 64 steps.
        var isLate = false
        let act: @Sendable () throws -> Void

        func restore(_ phase: RestorePhase, _ progress: RestoreProgress) {
            let isDue =
                isLate
                ? phase == .committing && progress.files == 64
                : phase == .staging && progress.files == progress.totalFiles
            guard isDue else { return }
            #expect(throws: Never.self) { try act() }
        }
    }

    @Test func aFileSystemUnmountedMeanwhileIsTheOneThatIsWritten() throws {
        let mounted = try mounted()
        let place = "\(Scratch.current.path)/station/var"
        try Tree { for number in 0..<99 { RegularFile("usr/n\(number)") } }
            .write(to: try mounted.bench.reference)
        try mounted.bench.build()
        let outcome = try restore(
            mounted.bench,
            CountingDisk(try mounted.bench.station),
            Meddler(isLate: true) { try runTool(["umount", "-l", place]).requireSuccess("umount") }
        )
        // The proof finds that what /etc/fstab declares is gone, and says so.
        guard case .notProven(let report, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(report.proofFailure?.contains("/var") == true)
        // Below the mount point there is Socle's own state and nothing of the target.
        let below = try mounted.bench.station.openDirectory(RelativePath("var/lib")).entries()
        #expect(below.map { String(decoding: $0.name, as: UTF8.self) } == ["socle"])
        let (_, type) = Self.kinds[1]
        try mounted.mount("var", type, image: mounted.image("var"), isNew: false)
        #expect(try mounted.differences(flat: Self.flat) == "")
    }

    @Test func aReadOnlyFileSystemIsRefusedBeforeTheFirstWrite() throws {
        let mounted = try mounted()
        let place = "\(Scratch.current.path)/station/boot"
        try runTool(["mount", "-o", "remount,ro", place]).requireSuccess("mount")
        let error = #expect(throws: DeployerError.self) { try mounted.bench.restore() }
        #expect(error?.code == .readOnly)
        #expect(error?.subject == "/boot")
        #expect(error?.detail.contains("mount it read-write") == true)
        try runTool(["mount", "-o", "remount,rw", place]).requireSuccess("mount")
        try expectOld(mounted.bench, "refused")
    }

    @Test func anotherUUIDThanTheDeclaredOneIsRefused() throws {
        let mounted = try mounted()
        try mounted.unmount("var")
        try mounted.mount("var", "ext4", image: mounted.image("other"))
        try Tree { RegularFile("lib/theirs", "theirs") }
            .write(to: try mounted.bench.station.openDirectory(RelativePath("var")))
        let error = #expect(throws: DeployerError.self) { try plan(mounted.bench) }
        #expect(error?.code == .foreignMount)
        #expect(try text(mounted.bench, "var/lib/theirs") == "theirs")
    }

    @Test func whatNothingDeclaresIsRefusedWhereTheTargetHasFilesAndElseLeftAlone() throws {
        let mounted = try mounted()
        try mounted.mount("usr", "ext4", image: mounted.image("stick"))
        let error = #expect(throws: DeployerError.self) { try plan(mounted.bench) }
        #expect(error?.code == .foreignMount)
        #expect(error?.items == ["/usr"])
        try mounted.unmount("usr")
        try mounted.mount("stick", "ext4", image: mounted.image("stick"), isNew: false)
        try Tree { RegularFile("theirs", "theirs") }
            .write(to: try mounted.bench.station.openDirectory(RelativePath("stick")))
        mounted.bench.expectDone(try mounted.bench.restore())
        #expect(try text(mounted.bench, "stick/theirs") == "theirs")
    }

    @Test(arguments: ["boot", "var"])
    func aDiskThatFillsUpLeavesTheOldState(path: String) throws {
        let mounted = try MountedBench([(path: "boot", type: "ext4"), (path: "var", type: "ext4")])
        try tree("the socle's", "new").write(to: try mounted.bench.reference)
        try tree("the station's", "old").write(to: try mounted.bench.station)
        try Tree {
            for number in 0..<400 { RegularFile("\(path)/n\(number)", mode: 0o600) }
        }.write(to: try mounted.bench.reference)
        try mounted.bench.build()
        let filler = mounted
        let outcome = Result {
            try restore(
                mounted.bench,
                CountingDisk(try mounted.bench.station),
                Meddler { try filler.fill(path) }
            )
        }
        switch outcome {
        case .success(.rolledBack(_, let reason)): #expect(reason.contains("no space left"))
        case .failure(let error as DeployerError): #expect(error.code == .notEnoughSpace)
        default: Issue.record("\(outcome)")
        }
        try expectOld(mounted.bench, "full")
        #expect(try !Recovery.isPending(try mounted.bench.station))
    }
}
