import Deployer
import Model
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .enabled(if: isRoot, "needs root: owners")) struct TreeComparisonTests {
    /// A restored station whose files are old enough to be vouched for.
    private func restored(declaring table: String = "") throws -> Bench {
        let bench = try Bench(rules: [PathRule(try PathPattern("/home"), .preserve)])
        try Tree {
            RegularFile("usr/a", "one")
            RegularFile("usr/b", "two")
            Symlink("usr/link", to: "a")
            Folder("home")
        }.write(to: try bench.reference)
        try bench.build()
        try bench.restore()
        guard !table.isEmpty else { return bench }
        // The table is the same on both sides: it is no difference itself.
        for root in [try bench.reference, try bench.station] {
            try Tree { RegularFile("etc/fstab", table) }.write(to: root)
        }
        try bench.build()
        return bench
    }

    private func scan(_ bench: Bench, _ method: FileComparison.Method) throws -> FileComparison {
        try bench.restorer().compare(method: method).comparison
    }

    private func lines(_ comparison: FileComparison) -> [String] {
        comparison.differences.map { "\($0.kind.rawValue) \($0.path)" }
    }

    @Test func anUntouchedStationIsClean() throws {
        let bench = try restored()
        for method in [FileComparison.Method.quick, .deep] {
            let comparison = try scan(bench, method)
            #expect(lines(comparison).isEmpty)
            #expect(comparison.method == method)
            #expect(comparison.compared >= 4)
        }
    }

    @Test func aDeclaredFileSystemThatIsNotMountedIsRefused() throws {
        let bench = try restored(declaring: "UUID=1 /usr ext4 defaults 0 2\n")
        for method in [FileComparison.Method.quick, .deep] {
            let error = #expect(throws: DeployerError.self) { try scan(bench, method) }
            #expect(error?.code == .foreignMount)
            #expect(error?.subject == "/usr")
        }
    }

    @Test(arguments: [
        "UUID=1 / ext4 defaults 0 1", "UUID=1 /usr ext4 noauto 0 2", "# UUID=1 /usr ext4",
        "/var /usr none bind 0 0", "/var /usr ext4 rw,bind 0 0", "srv:/usr /usr nfs defaults 0 0",
        "//srv/usr /usr cifs defaults 0 0", "tmpfs /usr tmpfs defaults 0 0",
        "UUID=1 none swap sw 0 0", "UUID=1 /absent ext4 defaults 0 2",
        "UUID=1 /home ext4 defaults 0 2", "UUID=1 /usr/a ext4 defaults 0 2",
    ])
    func anotherDeclarationIsNoHindrance(line: String) throws {
        let bench = try restored(declaring: line + "\n")
        #expect(lines(try scan(bench, .deep)).isEmpty)
    }

    @Test func everyKindOfDifferenceIsNamed() throws {
        let bench = try restored()
        let station = try bench.station
        try station.setMode(0o600, of: RelativePath("usr/a"))
        try station.removeFile(RelativePath("usr/b"))
        try station.removeFile(RelativePath("usr/link"))
        try station.makeDirectory(RelativePath("usr/link"), permissions: 0o755)
        _ = try station.createFile(RelativePath("usr/more"), permissions: 0o644)
        for method in [FileComparison.Method.quick, .deep] {
            #expect(
                lines(try scan(bench, method)) == [
                    "metadonnees usr/a", "absent usr/b", "type usr/link", "etranger usr/more",
                ]
            )
        }
    }

    @Test func aQuickComparisonSeesBytesChangedBehindEqualTimes() throws {
        let bench = try restored()
        let path = try RelativePath("usr/a")
        let time = try bench.station.status(of: path).modified
        try bench.station.openFileForWriting(path).write(Array("ONE".utf8))
        try bench.station.setModified(time, of: path)
        #expect(lines(try scan(bench, .quick)) == ["contenu usr/a"])
    }

    @Test func aFileChangedAsItIsReadIsReadAgain() throws {
        let bench = try restored()
        let root = try bench.station
        let path = try RelativePath("usr/a")
        let restorer = try bench.restorer()
        let key = try Digest(hex: String(repeating: "0", count: 64))
        // A change of owner to the same owner moves the change time and nothing else.
        try root.setOwner(0, group: 0, of: path)
        let racy = VerifiedState(try restorer.compare(method: .deep), key: key, made: Bench.now)
        #expect(!racy.vouches(for: try root.status(of: path)))
        MonotonicClock.sleep(seconds: 0.1)
        let later = VerifiedState(try restorer.compare(method: .deep), key: key, made: Bench.now)
        #expect(later.vouches(for: try root.status(of: path)))
    }

    @Test func aRestoredStationIsVouchedForWithinASecond() throws {
        let bench = try restored()
        let key = try Digest(hex: String(repeating: "0", count: 64))
        let paths = try ["usr/a", "usr/b", "usr/link"].map { try RelativePath($0) }
        var isVouchedFor = false
        // The clock of files may lag behind on a busy machine: what counts is that it is soon.
        for _ in 0..<10 where !isVouchedFor {
            let result = try bench.restorer().compare(method: .quick)
            let state = VerifiedState(result, key: key, made: Bench.now)
            isVouchedFor = try paths.allSatisfy {
                state.vouches(for: try bench.station.status(of: $0))
            }
            if !isVouchedFor { MonotonicClock.sleep(seconds: 0.1) }
        }
        #expect(isVouchedFor)
    }

    @Test func aDamagedStateIsNoState() throws {
        let bench = try restored()
        let path = try RelativePath("var/lib/socle/verified-state")
        var bytes = try bench.station.read(path, limit: 1 << 20)
        bytes[bytes.count / 2] ^= 1
        try bench.station.write(bytes, atomicallyTo: path, permissions: 0o600)
        #expect(try scan(bench, .quick).method == .deep)
    }

    @Test func namesThatShouldBeOneFileAndAreNotAreFound() throws {
        let bench = try Bench()
        try Tree {
            RegularFile("usr/a", "same")
            HardLink("usr/b", to: "usr/a")
            RegularFile("usr/c", "same")
        }.write(to: try bench.reference)
        try Tree {
            RegularFile("usr/a", "same")
            RegularFile("usr/b", "same")
            HardLink("usr/c", to: "usr/a")
        }.write(to: try bench.station)
        try bench.build()
        #expect(lines(try scan(bench, .deep)) == ["contenu usr/b", "contenu usr/c"])
        bench.expectDone(try bench.restore())
        expectSame(
            try bench.snapshot(try bench.station),
            try bench.snapshot(try bench.reference)
        )
    }
}
