import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .tags(.small)) struct DirectoryTests {
    private var root: Directory { Scratch.current.directory }

    private func code(_ body: () throws(PlatformError) -> Void) -> PlatformError.Code? {
        do throws(PlatformError) {
            try body()
            return nil
        } catch {
            return error.code
        }
    }

    @Test func refusesASymbolicLinkOnTheWay() throws {
        try Tree {
            RegularFile("real/secret", "x")
            Symlink("link", to: "real")
            Symlink("outside", to: "/etc")
        }.write(to: root)
        let inside = try RelativePath("link/secret")
        let outside = try RelativePath("outside/passwd")
        #expect(
            code { () throws(PlatformError) in _ = try root.openFile(inside) }
                == .symbolicLinkInPath
        )
        #expect(
            code { () throws(PlatformError) in _ = try root.status(of: outside) }
                == .symbolicLinkInPath
        )
        #expect(
            code { () throws(PlatformError) in try root.removeFile(inside) } == .symbolicLinkInPath
        )
        #expect(try root.read(RelativePath("real/secret"), limit: 10) == Array("x".utf8))
    }

    @Test func refusesALinkAsTheLastComponent() throws {
        try Tree {
            RegularFile("file", "x")
            Symlink("link", to: "file")
            Folder("folder")
            Symlink("shortcut", to: "folder")
        }.write(to: root)
        let link = try RelativePath("link")
        let shortcut = try RelativePath("shortcut")
        #expect(
            code { () throws(PlatformError) in _ = try root.openFile(link) } == .symbolicLinkInPath
        )
        #expect(
            code { () throws(PlatformError) in _ = try root.openDirectory(shortcut) }
                == .symbolicLinkInPath
        )
        #expect(
            code { () throws(PlatformError) in _ = try root.openFileForWriting(link) }
                == .symbolicLinkInPath
        )
        #expect(
            code { () throws(PlatformError) in try root.setMode(0o600, of: link) } == .notSupported
        )
    }

    @Test func walkingRefusesWhatTheKernelRefuses() throws {
        try Tree {
            Folder("a/b/c")
            Symlink("a/up", to: "..")
            RegularFile("a/file")
        }.write(to: root)
        let deep = try RelativePath("a/b/c")
        #expect(try root.openDirectoryByWalking(deep).status(of: .root) == root.status(of: deep))
        for path in ["a/up", "a/up/a", "a/file", "a/file/x", "a/none"] {
            let path = try RelativePath(path)
            let fast = code { () throws(PlatformError) in _ = try root.openDirectory(path) }
            let slow = code { () throws(PlatformError) in _ = try root.openDirectoryByWalking(path)
            }
            #expect(fast != nil && fast == slow, "\(path)")
        }
    }

    @Test(.enabled(if: MountTable.isMounted("/proc"), "needs /proc to be mounted"))
    func staysOnItsFileSystemWhenAsked() throws {
        let bound = try Directory.open("/", crossesMounts: false)
        let proc = try RelativePath("proc")
        #expect(
            code { () throws(PlatformError) in _ = try bound.openDirectory(proc) } == .crossesDevice
        )
        #expect(
            code { () throws(PlatformError) in _ = try bound.openDirectoryByWalking(proc) }
                == .crossesDevice
        )
        #expect(try Directory.open("/").openDirectory(proc).status(of: .root).isDirectory)
    }

    @Test(.timeLimit(.minutes(1))) func aFifoIsRefusedWithoutBlocking() throws {
        try Tree { Fifo("queue") }.write(to: root)
        let queue = try RelativePath("queue")
        #expect(code { () throws(PlatformError) in _ = try root.openFile(queue) } == .notSupported)
        #expect(
            code { () throws(PlatformError) in _ = try root.read(queue, limit: 1) } == .notSupported
        )
    }

    @Test func readsUpToALimitAndNoFurther() throws {
        try Tree { RegularFile("ten", "0123456789") }.write(to: root)
        let path = try RelativePath("ten")
        #expect(try root.read(path, limit: 10).count == 10)
        #expect(code { () throws(PlatformError) in _ = try root.read(path, limit: 9) } == .tooLarge)
        #expect(try root.readIfPresent(RelativePath("none"), limit: 9) == nil)
    }

    @Test func aLimitBelowZeroMeansZero() throws {
        try Tree {
            RegularFile("one", "1")
            RegularFile("empty")
        }.write(to: root)
        let one = try RelativePath("one")
        #expect(code { () throws(PlatformError) in _ = try root.read(one, limit: -1) } == .tooLarge)
        #expect(try root.read(RelativePath("empty"), limit: -7).isEmpty)
    }

    @Test func writesAFileAtOnceAndLeavesNothingBeside() throws {
        try Tree { RegularFile("etc/motd", "old", mode: 0o600) }.write(to: root)
        let path = try RelativePath("etc/motd")
        try root.write(Array("new".utf8), atomicallyTo: path, permissions: 0o666)
        #expect(try root.read(path, limit: 10) == Array("new".utf8))
        #expect(try root.status(of: path).mode == 0o666)
        #expect(try root.entries(of: RelativePath("etc")).map(\.name) == [Array("motd".utf8)])
    }

    @Test func aFailedWriteLeavesTheNameAndNothingBeside() throws {
        try Tree { RegularFile("etc/motd/file") }.write(to: root)
        let path = try RelativePath("etc/motd")
        #expect(
            code { () throws(PlatformError) in
                try root.write([1], atomicallyTo: path, permissions: 0o644)
            } == .isADirectory
        )
        #expect(try root.entries(of: RelativePath("etc")).count == 1)
    }

    @Test func listsNamesOfAnyBytesInOrder() throws {
        let odd = try RelativePath(bytes: [0xff, 0x0a, 0x20])
        try root.createFile(odd, permissions: 0o644).sync()
        try Tree {
            RegularFile("b")
            Folder("a")
            Symlink(".hidden", to: "b")
        }.write(to: root)
        let entries = try root.entries()
        #expect(entries.map(\.name) == [Array(".hidden".utf8), [0x61], [0x62], odd.bytes])
        #expect(entries.map(\.kind) == [.symbolicLink, .directory, .regular, .regular])
        #expect(try root.entries() == entries)
    }

    @Test func theRootPathIsTheDirectoryItself() throws {
        let status = try root.status(of: .root)
        #expect(status.isDirectory)
        #expect(try root.openDirectory(.root).status(of: .root).inode == status.inode)
        #expect(code { () throws(PlatformError) in try root.removeDirectory(.root) } != nil)
        try root.setMode(0o711, of: .root)
        #expect(try root.status(of: .root).mode == 0o711)
    }

    @Test func saysWhichNameIsMissing() throws {
        let path = try RelativePath("no/such")
        do throws(PlatformError) {
            _ = try root.status(of: path)
            Issue.record("a missing name has no status")
        } catch {
            #expect(error.description == "statx no/such: no such file or directory (errno 2)")
        }
        #expect(try root.statusIfPresent(of: path) == nil)
        #expect(try root.openDirectoryIfPresent(path) == nil)
    }

    @Test func knowsItsFileSystem() throws {
        let fileSystem = try root.fileSystem()
        #expect(fileSystem.totalBytes >= fileSystem.freeBytes)
        #expect(fileSystem.blockSize > 0)
        #expect(!fileSystem.isReadOnly)
        #expect(try fileSystem.device == root.status(of: .root).device)
    }
}

extension MountTable {
    static func isMounted(_ path: String) -> Bool {
        // A machine whose mounts cannot be read counts as one without the mount.
        (try? read())?.contains { $0.mountPoint == Array(path.utf8) } ?? false
    }
}
