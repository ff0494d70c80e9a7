import Model
import Packaging
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .tags(.medium)) struct LayerBuilderTests {
    private func everything() throws -> (Directory, BuiltLayer) {
        let root = try Fixture.directory("root")
        try Fixture.writeEverything(to: root)
        return (
            root, try Fixture.build(root, owner: { $0.description.hasPrefix("usr") ? "usr" : nil })
        )
    }

    @Test func theIndexListsExactlyTheTree() throws {
        let (root, built) = try everything()
        let index = try built.decoded
        let snapshot = try TreeSnapshot.capture(root)
        #expect(index.entries.map(\.path) == snapshot.nodes.keys.sorted())
        for entry in index.entries {
            let node = try #require(snapshot.nodes[entry.path])
            #expect(node.metadata == entry.metadata, "\(entry.path)")
            #expect(node.kind == entry.kind, "\(entry.path)")
        }
    }

    @Test(.enabled(if: Privilege.isRoot, "needs root to give files away"))
    func gnuTarRestoresTheTree() throws {
        let (root, _) = try everything()
        try Fixture.extract("base", with: Fixture.gnuTar, to: "copy")
        let copy = try Fixture.directory("copy")
        expectSame(try TreeSnapshot.capture(copy), try TreeSnapshot.capture(root))
    }

    @Test(
        .enabled(if: Privilege.isRoot, "needs root to give files away"),
        .enabled(if: Tool.exists("bsdtar"), "needs bsdtar")
    )
    func bsdtarRestoresTheTree() throws {
        let (root, _) = try everything()
        try Fixture.extract("base", with: Fixture.bsdtar, to: "copy", locale: "C.UTF-8")
        let copy = try Fixture.directory("copy")
        // bsdtar leaves the time of the directory it unpacks into alone.
        try copy.setModified(try root.status(of: .root).modified, of: .root)
        expectSame(try TreeSnapshot.capture(copy), try TreeSnapshot.capture(root))
    }

    @Test func tarAndBsdtarListTheSameNames() throws {
        _ = try everything()
        let archive = "\(Scratch.current.path)/out/base.tar.zst"
        let quoting = ["--quoting-style=literal", "--show-transformed-names"]
        let gnu = try runTool(["tar", "--zstd", "-tf", archive] + quoting)
        try gnu.requireSuccess("tar")
        let names = gnu.output.split(separator: 10).map { Array($0) }
        let index = try Fixture.build(try Fixture.directory("root")).decoded
        let expected = index.entries.map { entry in
            Array("./".utf8) + entry.path.bytes
                + (entry.kind == .directory && !entry.path.isRoot ? Array("/".utf8) : [])
        }
        #expect(Set(names) == Set(expected))
        #expect(names.count == expected.count)
    }

    @Test func theSameTreeGivesTheSameBytesWhateverTheWorkers() throws {
        let (root, first) = try everything()
        let owner: (RelativePath) -> String? = { $0.description.hasPrefix("usr") ? "usr" : nil }
        let second = try Fixture.build(root, workers: 1, owner: owner)
        #expect(first.index == second.index)
        #expect(first.archive == second.archive)
    }

    @Test func aSparseFileKeepsItsHoles() throws {
        let (_, built) = try everything()
        let entry = try built.decoded.entry(at: try RelativePath("sparse"))
        guard case .file(let size, _, _, let extents) = entry?.content else {
            Issue.record("no file")
            return
        }
        #expect(size == 3 << 20)
        #expect(extents.map(\.offset) == [0, 1 << 20])
    }

    @Test func socketsArePassedOverAndCounted() throws {
        let root = try Fixture.directory("root")
        try Tree {
            SocketNode("s"); RegularFile("f")
        }.write(to: root)
        let built = try Fixture.build(root)
        #expect(built.report.skippedSockets == 1)
        #expect(built.report.entryCount == 2)
    }

    @Test func preservedContentIsLeftOutAndItsDirectoriesStay() throws {
        let root = try Fixture.directory("root")
        try Tree {
            RegularFile("home/eleve/secret", "x")
            RegularFile("var/log/apt/history.log", "x")
            RegularFile("var/log/other/log", "x")
            RegularFile("tmp/scrap", "x")
            RegularFile("etc/passwd", "x")
        }.write(to: root)
        let rules = try [
            ("/home", PathClass.preserve), ("/var/log", .preserve), ("/etc/passwd", .merge),
        ]
        .map { PathRule(try PathPattern($0.0), $0.1) }
        let built = try Fixture.build(root, rules: rules) {
            $0.description == "var/log/apt" ? "apt" : nil
        }
        let names = try built.decoded.entries.map(\.path.description)
        #expect(
            names == ["", "etc", "etc/passwd", "home", "tmp", "var", "var/log", "var/log/apt"]
        )
    }

    @Test func aRecordOfDpkgGoesWithItsPackage() throws {
        let root = try Fixture.directory("root")
        try Tree {
            RegularFile("usr/bin/python3.11", "x")
            RegularFile("var/lib/dpkg/info/python3.11.md5sums", "x")
            RegularFile("var/lib/dpkg/info/gone.list", "x")
        }.write(to: root)
        let index = try Fixture.build(root) {
            $0.description == "usr/bin/python3.11" ? "python3.11" : nil
        }.decoded
        func package(_ path: String) throws -> String? {
            index.entry(at: try RelativePath(path))?.package
        }
        #expect(try package("var/lib/dpkg/info/python3.11.md5sums") == "python3.11")
        #expect(try package("var/lib/dpkg/info/gone.list") == nil)
    }

    @Test func aLargeFileWithTwoNamesIsStoredOnce() throws {
        let root = try Fixture.directory("root")
        try Tree {
            RegularFile("a", bytes: Fixture.bigContent)
            HardLink("b", to: "a")
        }.write(to: root)
        let built = try Fixture.build(root)
        #expect(built.report.contentBytes == UInt64(Fixture.bigContent.count))
        _ = try PackageVerifier(workers: Workers(count: 2)).verify(
            index: built.index,
            expecting: nil,
            archive: MemoryByteSource(built.archive)
        )
    }
}
