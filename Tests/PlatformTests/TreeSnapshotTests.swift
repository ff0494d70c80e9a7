import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .tags(.small)) struct TreeSnapshotTests {
    private var root: Directory { Scratch.current.directory }

    private func write(
        _ name: String,
        content: String = "x",
        mode: UInt16 = 0o644
    ) throws
        -> TreeSnapshot
    {
        try root.makeDirectory(RelativePath(name), permissions: 0o755)
        let folder = try root.openDirectory(RelativePath(name))
        try Tree {
            RegularFile("etc/file", content, mode: mode, attributes: ["user.a": [1]])
            HardLink("etc/second", to: "etc/file")
            Symlink("link", to: "etc")
            Folder("var", mode: 0o700) { Fifo("queue") }
        }.write(to: folder)
        try folder.setModified(Tree.defaultTime, of: .root)
        return try TreeSnapshot.capture(folder)
    }

    @Test func equalTreesHaveNoDifference() throws {
        expectSame(try write("a"), try write("b"))
    }

    @Test func namesWhatDiffers() throws {
        let old = try write("a")
        let new = try write("b", content: "y", mode: 0o600)
        let lines = old.differences(from: new)
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("~ etc/file: mode 644 -> 600, content “x” -> “y”") == true)
    }

    @Test func seesABrokenHardLink() throws {
        let old = try write("a")
        let path = try RelativePath("a/etc/second")
        let status = try root.status(of: path)
        try root.removeFile(path)
        try root.createFile(path, permissions: 0o644).write([0x78])
        try root.setAttribute(ExtendedAttribute(name: Array("user.a".utf8), value: [1]), of: path)
        try root.setModified(status.modified, of: path)
        try root.setModified(Tree.defaultTime, of: RelativePath("a/etc"))
        let new = try TreeSnapshot.capture(root.openDirectory(RelativePath("a")))
        #expect(old.differences(from: new) == ["~ etc/second: linked to etc/file -> none"])
    }

    @Test func theGeneratorIsTheKnownOne() {
        var random = SplitMix64(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
    }
}
