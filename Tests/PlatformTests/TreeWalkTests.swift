import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .tags(.small)) struct TreeWalkTests {
    private var root: Directory { Scratch.current.directory }

    private func paths(_ start: RelativePath = .root) -> [String] {
        var found: [String] = []
        let errors = TreeWalk.walk(from: root, below: start) { path, _ in
            found.append(path.description)
            return .proceed
        }
        #expect(errors.isEmpty)
        return found
    }

    private func deepTree(_ depth: Int) throws -> RelativePath {
        var path = RelativePath.root
        for _ in 0..<depth {
            path = try path.appending(Array("d".utf8))
            try root.makeDirectory(path, permissions: 0o755)
        }
        return path
    }

    @Test func visitsADirectoryThenAllItHoldsThenItsNextSibling() throws {
        try Tree {
            RegularFile("a-b")
            RegularFile("a/z")
            RegularFile("a/b/c")
            RegularFile("a.b")
            Symlink("link", to: "a")
            Fifo("A")
        }.write(to: root)
        #expect(paths() == ["", "A", "a", "a/b", "a/b/c", "a/z", "a-b", "a.b", "link"])
        #expect(try paths(RelativePath("a/b")) == ["a/b", "a/b/c"])
        #expect(try paths(RelativePath("a-b")) == ["a-b"])
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func keepsTheOrderOfPaths(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<300 {
            let depth = Int.random(in: 1...5, using: &random)
            let names = (0..<depth).map { _ in
                ["a", "b", "a-", "a.", "á", "a b"].randomElement(using: &random) ?? "a"
            }
            let path = try RelativePath(names.joined(separator: "/"))
            try root.makeDirectories(path, permissions: 0o755)
        }
        var found: [RelativePath] = []
        let errors = TreeWalk.walk(from: root) { path, status in
            found.append(path)
            return .proceed
        }
        #expect(errors.isEmpty)
        #expect(found == found.sorted())
        #expect(Set(found).count == found.count)
    }

    @Test func passesOverWhatTheVisitSkips() throws {
        try Tree {
            RegularFile("home/user/file")
            RegularFile("usr/file")
        }.write(to: root)
        var found: [String] = []
        let errors = TreeWalk.walk(from: root) { path, _ in
            found.append(path.description)
            return path.description == "home" ? .skipDescendants : .proceed
        }
        #expect(errors.isEmpty)
        #expect(found == ["", "home", "usr", "usr/file"])
    }

    @Test func goesDeeperThanItsDescriptors() throws {
        let deepest = try deepTree(400)
        try root.createFile(deepest.appending(Array("end".utf8)), permissions: 0o644).sync()
        let found = paths()
        #expect(found.count == 402)
        #expect(found.last?.hasSuffix("d/end") == true)
    }

    @Test func reportsAPathTooLongToName() throws {
        let name = try RelativePath(String(repeating: "n", count: 250))
        var here = root
        for _ in 0..<20 {
            try here.makeDirectory(name, permissions: 0o755)
            here = try here.openDirectory(name)
        }
        var count = 0
        let errors = TreeWalk.walk(from: root) { _, _ in
            count += 1
            return .proceed
        }
        #expect(count == 17)
        #expect(errors.map(\.code) == [.tooLarge])
    }

    @Test func reportsAStartThatIsMissing() throws {
        let path = try RelativePath("none")
        let errors = TreeWalk.walk(from: root, below: path) { _, _ in .proceed }
        #expect(errors.map(\.code) == [.notFound])
    }

    @Test func endsWhereTheVisitThrows() throws {
        struct Stop: Error {}
        try Tree { RegularFile("a/b") }.write(to: root)
        var count = 0
        #expect(throws: Stop.self) {
            _ = try TreeWalk.walk(from: root) { (path, _) throws(Stop) -> TreeWalk.Step in
                count += 1
                guard path.description != "a" else { throw Stop() }
                return .proceed
            }
        }
        #expect(count == 2)
    }

    @Test(
        .enabled(if: MountTable.isMounted("/proc"), "needs /proc to be mounted"),
        arguments: [1, 2]
    )
    func startsOnAMountThatIsNamedAndStaysOnIt(workers: Int) throws {
        let path = try RelativePath("proc")
        let contents = TreeWalk.collect(
            from: try Directory.open("/"),
            below: path,
            workers: Workers(count: workers),
            skip: { $0 != path }
        )
        #expect(contents.entries.contains { $0.path.description == "proc/self" })
        #expect(Set(contents.entries.map(\.status.device)).count == 1)
    }

    @Test(.enabled(if: MountTable.isMounted("/proc"), "needs /proc to be mounted"))
    func seesAMountAndDoesNotEnterIt() throws {
        var found: [String] = []
        let errors = TreeWalk.walk(from: try Directory.open("/")) { path, _ in
            found.append(path.description)
            return path.isRoot || path.description == "proc" ? .proceed : .skipDescendants
        }
        #expect(errors.isEmpty)
        #expect(found.contains("proc"))
        #expect(!found.contains { $0.hasPrefix("proc/") })
    }

    @Test(arguments: [1, 2, 5]) func workersFindTheSameInTheSameOrder(workers: Int) throws {
        for index in 0..<400 {
            let path = try RelativePath("d\(index % 7)/e\(index % 13)/f\(index % 3)/g\(index)")
            try root.makeDirectories(try #require(path.parent), permissions: 0o755)
            try root.createFile(path, permissions: 0o644).sync()
        }
        var serial: [RelativePath] = []
        let errors = TreeWalk.walk(from: root) { path, _ in
            serial.append(path)
            return path.description == "d3" ? .skipDescendants : .proceed
        }
        let contents = TreeWalk.collect(from: root, workers: Workers(count: workers)) {
            $0.description == "d3"
        }
        #expect(errors.isEmpty && contents.errors.isEmpty)
        #expect(contents.entries.map(\.path) == serial)
    }
}
