import Deployer
import Model
import Platform
import Primitives
import TestSupport
import Testing

/// What happens to names that somebody changes while a restore is stopped.
@Suite(.scratch, .serialized, .enabled(if: isRoot, "needs root: owners, quarantine"))
struct SurpriseTests {
    private func bench() throws -> Bench {
        let scratch = Scratch.current.directory
        let name = try RelativePath("case")
        if try scratch.statusIfPresent(of: name) != nil { try scratch.removeTree(name) }
        try scratch.makeDirectory(name, permissions: 0o755)
        let bench = try Bench(try scratch.openDirectory(name))
        try Tree {
            RegularFile("usr/a", "the socle's")
            RegularFile("usr/b", "the socle's")
            RegularFile("usr/new", "the socle's")
        }.write(to: try bench.reference)
        try Tree {
            RegularFile("usr/a", "the station's")
            RegularFile("usr/b", "the station's")
        }.write(to: try bench.station)
        try bench.build()
        return bench
    }

    /// A restore that stopped at the first effect after which `isReached` holds.
    private func stopped(_ isReached: (Bench) throws -> Bool) throws -> Bench {
        for effect in 0..<200 {
            let bench = try bench()
            let restorer = try bench.restorer(workers: 1)
            let plan = try restorer.plan(scope: .reinstallation, now: Bench.now)
            // Nothing after the effect happens, as if the power went.
            _ = try? restorer.restore(
                plan,
                approve: plan.id,
                options: Bench.anyRoot,
                observer: SilentObserver(),
                now: Bench.now,
                disk: CountingDisk(try bench.station, .failForGood(at: effect, errno: 5))
            )
            guard try Recovery.isPending(try bench.station) else { continue }
            if try isReached(bench) { return bench }
        }
        struct NeverReached: Error {}
        throw NeverReached()
    }

    private func text(_ bench: Bench, _ path: String) throws -> String? {
        try bench.station.readIfPresent(RelativePath(path), limit: 99).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// What the quarantine of the first transaction holds, its journal and its sign left out.
    private func quarantine(_ bench: Bench) throws -> [String] {
        let folder = ".socle/quarantine/t00000001"
        let names = try bench.station.entries(of: RelativePath(folder))
            .map { String(decoding: $0.name, as: UTF8.self) }
        return try names.filter { !["manifest", "steps-done"].contains($0) }.sorted()
            .compactMap { try text(bench, "\(folder)/\($0)") }
    }

    private func replace(_ bench: Bench, _ path: String) throws {
        let path = try RelativePath(path)
        try bench.station.removeFile(path)
        try bench.station.createFile(path, permissions: 0o644).write(Array("later".utf8))
    }

    @Test func aNameRemovedSinceTheStopDoesNotTurnTheRestoreAround() throws {
        let bench = try stopped { try text($0, "usr/a") == "the socle's" }
        try bench.station.removeFile(RelativePath("usr/a"))
        guard case .finished = try Recovery.recover(try bench.station) else {
            Issue.record("the restore was taken back")
            return
        }
        #expect(try text(bench, "usr/a") == nil)
        #expect(try text(bench, "usr/b") == "the socle's")
        #expect(try text(bench, "usr/new") == "the socle's")
        #expect(try quarantine(bench) == ["the station's", "the station's"])
    }

    @Test(arguments: ["usr/a", "usr/new"])
    func takingBackKeepsWhatTookANameSince(name: String) throws {
        var inner = 0
        var isDone = false
        while !isDone {
            let bench = try stopped { try text($0, name) == "the socle's" }
            try replace(bench, name)
            let disk = CountingDisk(try bench.station, .failForGood(at: inner, errno: 5))
            isDone = (try? Recovery.recover(disk, takeBack: true)) != nil
            _ = try Recovery.recover(try bench.station, takeBack: true)
            #expect(try text(bench, "usr/a") == "the station's")
            #expect(try text(bench, "usr/b") == "the station's")
            #expect(try text(bench, "usr/new") == nil)
            #expect(try quarantine(bench) == ["later"])
            inner += 1
        }
        #expect(inner > 5)
    }

    @Test func aRepeatedCommitKeepsWhatTookANameBetweenItsTwoHalves() throws {
        let bench = try stopped {
            try !quarantine($0).isEmpty && text($0, "usr/a") == "the station's"
        }
        try replace(bench, "usr/a")
        guard case .finished = try Recovery.recover(try bench.station) else {
            Issue.record("the restore was taken back")
            return
        }
        #expect(try text(bench, "usr/a") == "the socle's")
        let kept = try quarantine(bench)
        #expect(kept.sorted() == ["later", "the station's", "the station's"])
    }
}
