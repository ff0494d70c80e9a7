import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .tags(.small)) struct DirectoryNamesTests {
    private var root: Directory { Scratch.current.directory }

    @Test func exchangesTwoNames() throws {
        try Tree {
            RegularFile("a", "first")
            Folder("b") { RegularFile("inside") }
        }.write(to: root)
        let a = try RelativePath("a")
        let b = try RelativePath("b")
        try root.rename(a, to: root, b, mode: .exchange)
        #expect(try root.status(of: a).isDirectory)
        #expect(try root.read(b, limit: 10) == Array("first".utf8))
    }

    @Test func refusesToReplaceWhenAsked() throws {
        try Tree {
            RegularFile("a", "1")
            RegularFile("b", "2")
        }.write(to: root)
        let error = #expect(throws: PlatformError.self) {
            try root.rename(RelativePath("a"), to: root, RelativePath("b"), mode: .noReplace)
        }
        #expect(error?.code == .alreadyExists)
        #expect(error?.subject == "a -> b")
        try root.rename(RelativePath("a"), to: root, RelativePath("b"))
        #expect(try root.read(RelativePath("b"), limit: 10) == Array("1".utf8))
    }

    @Test func renamesAndLinksBetweenDirectories() throws {
        try Tree {
            RegularFile("from/file", "x")
            Folder("to")
        }.write(to: root)
        let from = try root.openDirectory(RelativePath("from"))
        let to = try root.openDirectory(RelativePath("to"))
        try from.link(RelativePath("file"), to: to, RelativePath("second"))
        try from.rename(RelativePath("file"), to: to, RelativePath("moved"))
        #expect(try to.status(of: RelativePath("moved")).linkCount == 2)
        #expect(try from.entries().isEmpty)
    }

    @Test func linksALinkAndNotItsTarget() throws {
        try Tree { Symlink("link", to: "nowhere") }.write(to: root)
        try root.link(RelativePath("link"), to: root, RelativePath("same"))
        #expect(try root.symbolicLinkTarget(of: RelativePath("same")) == Array("nowhere".utf8))
        #expect(try root.status(of: RelativePath("same")).linkCount == 2)
    }

    @Test func makesMissingParentsAndLeavesTheRest() throws {
        try Tree { Folder("var", mode: 0o700) }.write(to: root)
        try root.makeDirectories(RelativePath("var/lib/socle"), permissions: 0o775)
        try root.makeDirectories(RelativePath("var/lib/socle"), permissions: 0o700)
        #expect(try root.status(of: RelativePath("var")).mode == 0o700)
        #expect(try root.status(of: RelativePath("var/lib/socle")).mode == 0o775)
    }

    @Test func doesNotMakeDirectoriesThroughALink() throws {
        try Tree {
            Folder("real")
            Symlink("link", to: "real")
        }.write(to: root)
        for path in ["link", "link/below"] {
            let error = #expect(throws: PlatformError.self) {
                try root.makeDirectories(RelativePath(path), permissions: 0o755)
            }
            #expect(error?.code == .symbolicLinkInPath)
        }
        #expect(try root.entries(of: RelativePath("real")).isEmpty)
    }

    @Test func makesFifosAndSocketsWithExactModes() throws {
        let queue = try RelativePath("queue")
        let socket = try RelativePath("socket")
        try root.makeNode(queue, kind: .fifo, permissions: 0o666)
        try root.makeNode(socket, kind: .socket, permissions: 0o777)
        #expect(try root.status(of: queue).kind == .fifo)
        #expect(try root.status(of: queue).mode == 0o666)
        #expect(try root.status(of: socket).kind == .socket)
        #expect(try root.status(of: socket).mode == 0o777)
    }

    @Test(.enabled(if: Privilege.isRoot, "needs root"))
    func makesDeviceNodes() throws {
        let disk = try RelativePath("disk")
        try root.makeNode(disk, kind: .blockDevice, permissions: 0o660, major: 259, minor: 70_000)
        let status = try root.status(of: disk)
        #expect(status.kind == .blockDevice)
        #expect(status.deviceMajor == 259)
        #expect(status.deviceMinor == 70_000)
    }

    @Test func removesATreeWithoutFollowingItsLinks() throws {
        try Tree {
            RegularFile("kept/file", "x")
            Folder("gone") {
                Symlink("link", to: "../kept")
                RegularFile("a/b/c", "y")
                Fifo("queue")
            }
        }.write(to: root)
        try root.removeTree(RelativePath("gone"))
        #expect(try root.entries().map(\.name) == [Array("kept".utf8)])
        #expect(try root.read(RelativePath("kept/file"), limit: 1) == Array("x".utf8))
    }

    @Test func removesALinkToATreeOnly() throws {
        try Tree {
            RegularFile("kept/file")
            Symlink("link", to: "kept")
        }.write(to: root)
        try root.removeTree(RelativePath("link"))
        #expect(try root.entries(of: RelativePath("kept")).count == 1)
    }

    @Test func removesATreeDeeperThanAnyPath() throws {
        let name = try RelativePath("d")
        var here = root
        for _ in 0..<3000 {
            try here.makeDirectory(name, permissions: 0o755)
            here = try here.openDirectory(name)
        }
        try root.removeTree(name)
        #expect(try root.entries().isEmpty)
    }

    @Test func emptiesTheRootItself() throws {
        try Tree { RegularFile("a/b") }.write(to: root)
        try root.removeTree(.root)
        #expect(try root.entries().isEmpty)
    }
}
