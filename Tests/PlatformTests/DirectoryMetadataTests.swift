import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .tags(.small)) struct DirectoryMetadataTests {
    private var root: Directory { Scratch.current.directory }

    private func attribute(_ name: String, _ value: String) -> ExtendedAttribute {
        ExtendedAttribute(name: Array(name.utf8), value: Array(value.utf8))
    }

    /// `CAP_NET_RAW` permitted and effective, in the kernel's encoding of revision 2.
    private let capability = ExtendedAttribute(
        name: Array("security.capability".utf8),
        value: [1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    )

    @Test func ordersAttributesByName() throws {
        try Tree { RegularFile("dir/file") }.write(to: root)
        let file = try RelativePath("dir/file")
        try root.setAttribute(attribute("user.b", "2"), of: file)
        try root.setAttribute(attribute("user.a", ""), of: file)
        #expect(
            try root.attributes(of: file) == [attribute("user.a", ""), attribute("user.b", "2")]
        )
        #expect(try root.attribute(Array("user.b".utf8), of: file) == Array("2".utf8))
        #expect(try root.attribute(Array("user.c".utf8), of: file) == nil)
        try root.removeAttribute(Array("user.b".utf8), of: file)
        try root.removeAttribute(Array("user.b".utf8), of: file)
        #expect(try root.openFile(file).attributes() == [attribute("user.a", "")])
    }

    @Test func readsAValueLongerThanTheFirstBuffer() throws {
        try Tree { Folder("folder") }.write(to: root)
        let long = attribute("user.long", String(repeating: "x", count: 1500))
        try root.setAttribute(long, of: RelativePath("folder"))
        #expect(try root.attributes(of: RelativePath("folder")) == [long])
    }

    @Test(.enabled(if: Privilege.isRoot, "needs root: only trusted attributes go on links"))
    func aLinkHasAttributesOfItsOwn() throws {
        try Tree {
            RegularFile("file")
            Symlink("link", to: "file")
        }.write(to: root)
        let mark = attribute("trusted.socle", "1")
        try root.setAttribute(mark, of: RelativePath("link"))
        #expect(try root.attributes(of: RelativePath("link")) == [mark])
        #expect(try root.attributes(of: RelativePath("file")).isEmpty)
    }

    @Test(.enabled(if: Privilege.isRoot, "needs root"))
    func appliesAllMetadataInAnOrderThatKeepsIt() throws {
        try Tree {
            RegularFile("file", "x", attributes: ["user.foreign": [1]])
            RegularFile("other", "x", attributes: ["user.foreign": [1]])
        }.write(to: root)
        let wanted = FileMetadata(
            mode: 0o6755,
            owner: 1234,
            group: 4321,
            modified: FileTime(seconds: -5, nanoseconds: 999_999_999),
            attributes: [attribute("user.mark", "yes"), capability]
        )
        try root.apply(wanted, to: RelativePath("file"), kind: .regular)
        try root.openFileForWriting(RelativePath("other")).apply(wanted)
        for name in ["file", "other"] {
            let path = try RelativePath(name)
            let status = try root.status(of: path)
            #expect(status.mode == wanted.mode)
            #expect(status.owner == wanted.owner)
            #expect(status.group == wanted.group)
            #expect(status.modified == wanted.modified)
            #expect(try root.attributes(of: path) == wanted.attributes)
        }
    }

    @Test func setsTheTimeOfALinkAndNotOfItsTarget() throws {
        try Tree {
            RegularFile("file")
            Symlink("link", to: "file")
        }.write(to: root)
        let time = FileTime(seconds: 4_000_000_000, nanoseconds: 7)
        try root.setModified(time, of: RelativePath("link"))
        #expect(try root.status(of: RelativePath("link")).modified == time)
        #expect(try root.status(of: RelativePath("file")).modified == Tree.defaultTime)
    }

    @Test func modesIgnoreTheProcessMask() throws {
        let file = try RelativePath("file")
        try root.createFile(file, permissions: 0o4777).sync()
        try root.makeDirectory(RelativePath("folder"), permissions: 0o1777)
        #expect(try root.status(of: file).mode == 0o4777)
        #expect(try root.status(of: RelativePath("folder")).mode == 0o1777)
    }

    @Test(.enabled(if: Privilege.isRoot && Tool.exists("chattr"), "needs root and chattr"))
    func seesThatAFileIsImmutable() throws {
        try Tree { RegularFile("file") }.write(to: root)
        let path = try RelativePath("file")
        #expect(try !root.status(of: path).isImmutable)
        let result = try runTool(["chattr", "+i", Scratch.current.path + "/file"])
        try #require(result.succeeded, "the file system of the scratch directory has no flags")
        defer { _ = try? runTool(["chattr", "-i", Scratch.current.path + "/file"]) }  // for removal
        #expect(try root.status(of: path).isImmutable)
    }
}
