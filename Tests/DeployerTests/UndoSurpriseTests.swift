import Deployer
import Model
import Platform
import Primitives
import TestSupport
import Testing

/// What an undo says of paths that changed since the restore.
@Suite(.scratch, .enabled(if: isRoot, "needs root: owners, quarantine"))
struct UndoSurpriseTests {
    /// A restored station: one name was removed, two changed between file and directory.
    private func restored() throws -> Bench {
        let bench = try Bench()
        try Tree {
            Folder("usr/was-file") { RegularFile("inside", "in") }
            RegularFile("usr/was-folder", "now a file")
            RegularFile("usr/was-full", "now a file")
        }.write(to: try bench.reference)
        try Tree {
            RegularFile("usr/gone", "a station's")
            RegularFile("usr/was-file", "a file")
            Folder("usr/was-folder")
            Folder("usr/was-full") { RegularFile("inside", "in") }
        }.write(to: try bench.station)
        try bench.build()
        bench.expectDone(try bench.restore())
        return bench
    }

    private func write(_ bench: Bench, _ path: String, _ text: String) throws {
        let path = try RelativePath(path)
        if try bench.station.statusIfPresent(of: path) != nil {
            try bench.station.removeFile(path)
        }
        try bench.station.createFile(path, permissions: 0o644).write(Array(text.utf8))
    }

    private func plan(_ bench: Bench) throws -> Undo {
        try Undo.plan(try bench.station, now: Bench.now)
    }

    @Test func anUntouchedRestoreHasNothingChangedSince() throws {
        let bench = try restored()
        let undo = try plan(bench)
        #expect(undo.changedSince.isEmpty)
        #expect(try plan(bench).id == undo.id)
    }

    @Test(arguments: ["usr/gone", "usr/was-folder", "usr/was-full", "usr/was-file/late"])
    func whatTookANameSinceIsNamed(path: String) throws {
        let bench = try restored()
        try write(bench, path, "later")
        #expect(try plan(bench).changedSince.map(\.description) == [path])
    }

    @Test func aDirectoryThatBecameAFileSinceIsNamed() throws {
        let bench = try restored()
        try bench.station.removeTree(RelativePath("usr/was-file"))
        try write(bench, "usr/was-file", "later")
        let paths = try plan(bench).changedSince.map(\.description)
        #expect(paths.contains("usr/was-file"))
    }

    @Test func anApprovalDoesNotReachWhatChangedAfterIt() throws {
        let bench = try restored()
        try write(bench, "usr/gone", "later")
        let first = try plan(bench)
        #expect(try plan(bench).id == first.id)
        try write(bench, "usr/gone", "later still")
        let error = #expect(throws: DeployerError.self) {
            try Undo.run(try bench.station, approve: first.id, now: Bench.now)
        }
        #expect(error?.code == .planChanged)
        let second = try plan(bench)
        #expect(second.id != first.id)
        guard case .done = try Undo.run(try bench.station, approve: second.id, now: Bench.now)
        else {
            Issue.record("not done")
            return
        }
        let gone = try bench.station.read(RelativePath("usr/gone"), limit: 99)
        #expect(gone == Array("a station's".utf8))
    }
}
