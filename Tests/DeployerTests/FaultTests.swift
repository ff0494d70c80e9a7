import Deployer
import Model
import Packaging
import Platform
import Primitives
import Synchronization
import TestSupport
import Testing

/// A station, its depot or its socle that turns out other than it was.
@Suite(.scratch, .enabled(if: isRoot, "needs root: owners, immutable files"))
struct FaultTests {
    // MARK: The depot

    /// Content that is there for some reads and then no more.
    private final class Connection: ContentSource {
        private let content: LayerContent
        private let left: Atomic<Int>

        init(_ content: LayerContent, lostAfter reads: Int) {
            self.content = content
            left = Atomic(reads)
        }

        func compressedLength(of key: UInt64, layer: Int) -> UInt64 {
            content.compressedLength(of: key, layer: layer)
        }
        func offset(of key: UInt64, layer: Int) -> UInt64 { content.offset(of: key, layer: layer) }
        func expect(_ keys: [UInt64], layer: Int) { content.expect(keys, layer: layer) }
        func bring(_ keys: [UInt64], layer: Int) throws(DeployerError) {
            try content.bring(keys, layer: layer)
        }
        func read(_ key: UInt64, layer: Int, into sink: any ContentSink) throws(DeployerError) {
            guard left.wrappingSubtract(1, ordering: .relaxed).oldValue > 0 else {
                throw DeployerError(.content, subject: "depot", detail: "the connection was lost")
            }
            try content.read(key, layer: layer, into: sink)
        }
    }

    @Test(arguments: [0, 1, 7])
    func aLostConnectionLeavesTheStationAsItWas(reads: Int) throws {
        var bench = try Bench()
        bench.owner = { "package-of-\($0)" }
        try Tree { for number in 0..<9 { RegularFile("usr/f\(number)", "content \(number)") } }
            .write(to: try bench.reference)
        try Tree { RegularFile("usr/f3", "altered") }.write(to: try bench.station)
        try bench.build()
        let before = try bench.snapshot(try bench.station)
        let whole = bench
        bench.content = { Connection($0, lostAfter: reads) }
        let error = #expect(throws: DeployerError.self) { try bench.restore() }
        #expect(error?.code == .content)
        #expect(error?.description.contains("connection was lost") == true)
        expectSame(try bench.snapshot(try bench.station), before)
        #expect(try bench.station.statusIfPresent(of: RelativePath(".socle/stage")) == nil)
        bench.expectDone(try whole.restore())
    }

    // MARK: The station

    /// Does something to the station once the staging ends.
    private struct Meddler: RestoreObserver {
        let act: @Sendable () throws -> Void

        func restore(_ phase: RestorePhase, _ progress: RestoreProgress) {
            guard phase == .staging, progress.files == progress.totalFiles else { return }
            #expect(throws: Never.self) { try act() }
        }
    }

    private func restore(
        _ bench: Bench,
        _ act: @escaping @Sendable () throws -> Void
    ) throws
        -> RestoreOutcome
    {
        let restorer = try bench.restorer(workers: 1)
        let plan = try restorer.plan(scope: .reinstallation, now: Bench.now)
        return try restorer.restore(
            plan,
            approve: plan.id,
            options: Bench.anyRoot,
            observer: Meddler(act: act),
            now: Bench.now
        )
    }

    private func meddled() throws -> Bench {
        let bench = try Bench()
        try Tree {
            RegularFile("usr/altered", "the socle's")
            RegularFile("usr/new", "the socle's")
            RegularFile("usr/deep/new", "the socle's")
            RegularFile("usr/mode", "same", mode: 0o4755)
        }.write(to: try bench.reference)
        try Tree {
            RegularFile("usr/altered", "the station's")
            RegularFile("usr/mode", "same", mode: 0o600)
            Folder("usr/deep")
        }.write(to: try bench.station)
        try Tree { RegularFile("victim", "precious", mode: 0o600) }.write(to: bench.directory)
        try bench.build()
        return bench
    }

    private func text(_ bench: Bench, _ path: String) throws -> String? {
        try bench.station.readIfPresent(RelativePath(path), limit: 99).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    @Test func whatAppearsInANameToBeCreatedIsKeptAndNamed() throws {
        let bench = try meddled()
        let station = try bench.station
        let outcome = try restore(bench) {
            try station.createFile(RelativePath("usr/new"), permissions: 0o644)
                .write(Array("somebody's".utf8))
        }
        guard case .done(let report) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(report.surprises.map(\.description) == ["usr/new"])
        #expect(try text(bench, "usr/new") == "the socle's")
        try bench.undo()
        #expect(try text(bench, "usr/new") == "somebody's")
    }

    @Test func whatIsWrittenToAReplacedNameComesBackByTheUndo() throws {
        let bench = try meddled()
        let station = try bench.station
        bench.expectDone(
            try restore(bench) {
                let file = try station.openFileForWriting(RelativePath("usr/altered"))
                try file.write(Array("just typed it".utf8))
            }
        )
        #expect(try text(bench, "usr/altered") == "the socle's")
        try bench.undo()
        #expect(try text(bench, "usr/altered") == "just typed it")
    }

    @Test func aDirectoryRemovedMeanwhileTakesTheRestoreBack() throws {
        let bench = try meddled()
        let station = try bench.station
        let outcome = try restore(bench) { try station.removeTree(RelativePath("usr/deep")) }
        guard case .rolledBack(_, let reason) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(reason.contains("usr/deep"))
        #expect(try text(bench, "usr/altered") == "the station's")
        #expect(try text(bench, "usr/new") == nil)
        #expect(try !Recovery.isPending(try bench.station))
    }

    @Test(arguments: ["usr/altered", "usr/new", "usr/mode"])
    func aLinkPlantedInANameLeadsNowhere(name: String) throws {
        let bench = try meddled()
        let station = try bench.station
        let victim = Scratch.current.path + "/victim"
        _ = try restore(bench) {
            let path = try RelativePath(name)
            if try station.statusIfPresent(of: path) != nil { try station.removeFile(path) }
            try station.makeSymbolicLink(path, target: Array(victim.utf8))
        }
        let status = try bench.directory.status(of: RelativePath("victim"))
        #expect(status.mode == 0o600)
        #expect(
            try bench.directory.read(RelativePath("victim"), limit: 99) == Array("precious".utf8)
        )
        #expect(try !Recovery.isPending(try bench.station))
    }

    // MARK: Immutable names

    private func mark(_ bench: Bench, _ path: String, _ mark: String) throws {
        try runTool(["chattr", mark, "\(Scratch.current.path)/station/\(path)"]).requireSuccess(
            "chattr"
        )
    }

    @Test(
        .enabled(if: Tool.exists("chattr"), "needs chattr"),
        arguments: [
            ("usr/altered", "i"), ("usr/altered", "a"), ("usr/deep", "i"), ("foreign", "i"),
        ]
    )
    func anImmutableNameIsRefusedBeforeTheFirstWrite(path: String, flag: String) throws {
        let bench = try meddled()
        try Tree { RegularFile("foreign", "x") }.write(to: try bench.station)
        let before = try bench.snapshot(try bench.station)
        try mark(bench, path, "+" + flag)
        let error = #expect(throws: DeployerError.self) { try bench.restore() }
        try mark(bench, path, "-" + flag)
        #expect(error?.code == .immutable)
        #expect(error?.items == ["/" + path])
        #expect(error?.detail.contains("chattr -ia") == true)
        expectSame(try bench.snapshot(try bench.station), before)
        bench.expectDone(try bench.restore())
    }

    @Test(.enabled(if: Tool.exists("chattr"), "needs chattr"))
    func anImmutableNameStopsAnUndoBeforeItBegins() throws {
        let bench = try meddled()
        try bench.restore()
        let after = try bench.snapshot(try bench.station)
        try mark(bench, "usr/altered", "+i")
        let error = #expect(throws: DeployerError.self) { try bench.undo() }
        try mark(bench, "usr/altered", "-i")
        #expect(error?.code == .immutable)
        expectSame(try bench.snapshot(try bench.station), after)
        try bench.undo()
    }

    // MARK: A hostile socle

    @Test(arguments: [".socle/wal", ".socle/quarantine/t00000001/0", ".socle/lock"])
    func aTargetThatReachesIntoSoclesOwnFolderIsRefused(path: String) throws {
        var bench = try meddled()
        bench.alteringTarget = { Self.adding(path, to: $0) }
        let error = #expect(throws: DeployerError.self) { try bench.restore() }
        #expect(error?.code == .content)
        #expect(try text(bench, "usr/altered") == "the station's")
    }

    @Test func aTargetNeverWritesThePinnedKeysOrTheStatesFiles() throws {
        var bench = try meddled()
        try Tree { RegularFile("etc/socle/root.json", "pinned") }.write(to: try bench.station)
        bench.alteringTarget = { tree in
            Self.adding(
                "var/lib/socle/layers.json",
                to: Self.adding("etc/socle/root.json", to: tree)
            )
        }
        bench.expectDone(try bench.restore())
        #expect(try text(bench, "etc/socle/root.json") == "pinned")
        #expect(try StationStatus.read(try bench.station).applied.layers.count == 1)
    }

    @Test func aDirectoryOfTheTargetDoesNotFollowAStationsLink() throws {
        let bench = try Bench()
        try Tree { RegularFile("usr/lib/file", "the socle's") }.write(to: try bench.reference)
        try Tree { Folder("outside") { RegularFile("file", "precious") } }.write(
            to: bench.directory
        )
        try bench.station.makeDirectory(RelativePath("usr"), permissions: 0o755)
        try bench.station.makeSymbolicLink(
            RelativePath("usr/lib"),
            target: Array("\(Scratch.current.path)/outside".utf8)
        )
        try bench.build()
        bench.expectDone(try bench.restore())
        let outside = try bench.directory.openDirectory(RelativePath("outside"))
        #expect(try outside.read(RelativePath("file"), limit: 99) == Array("precious".utf8))
        #expect(try outside.entries().count == 1)
        #expect(try text(bench, "usr/lib/file") == "the socle's")
    }

    /// The tree with an empty file at `path` and the directories above it, by no index a builder makes.
    private static func adding(_ path: String, to tree: TargetTree) -> TargetTree {
        var entries = tree.entries
        var prefix = ""
        let parts = path.split(separator: "/")
        for (number, part) in parts.enumerated() {
            prefix += (prefix.isEmpty ? "" : "/") + part
            guard let path = try? RelativePath(prefix) else { continue }  // a constant, valid
            guard !entries.contains(where: { $0.entry.path == path }) else { continue }
            let isLast = number == parts.count - 1
            entries.append(
                TargetTree.TargetEntry(
                    entry: LayerEntry(
                        path: path,
                        content: isLast ? .fifo : .directory,
                        metadata: FileMetadata(
                            mode: isLast ? 0o600 : 0o755,
                            owner: 0,
                            group: 0,
                            modified: Tree.defaultTime
                        ),
                        package: nil
                    ),
                    layer: 0
                )
            )
        }
        entries.sort { $0.entry.path < $1.entry.path }
        return TargetTree(layers: tree.layers, entries: entries)
    }
}
