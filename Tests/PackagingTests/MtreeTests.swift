import Packaging
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .tags(.medium)) struct MtreeTests {
    private func specification() throws -> Directory {
        let root = try Fixture.directory("root")
        try Fixture.writeEverything(to: root)
        let text = Mtree.text(of: try Fixture.build(root).decoded)
        try Scratch.current.directory.write(
            Array(text.utf8),
            atomicallyTo: try RelativePath("root.mtree"),
            permissions: 0o644
        )
        return root
    }

    @Test(.enabled(if: Tool.exists("mtree"), "needs mtree-netbsd"))
    func mtreeAgreesWithTheTreeAndSeesAChange() throws {
        let root = try specification()
        let command =
            ["mtree", "-p", "\(Scratch.current.path)/root", "-f"]
            + ["\(Scratch.current.path)/root.mtree"]
        let before = try runTool(command)
        #expect(before.succeeded, "\(before.outputText)\(before.errorText)")
        #expect(before.outputText == "")
        try root.openFileForWriting(try RelativePath("etc/motd")).write(Array("HELLO".utf8))
        #expect(!(try runTool(command).succeeded))
    }

    @Test(.enabled(if: Tool.exists("bsdtar"), "needs bsdtar"))
    func bsdtarReadsEveryLine() throws {
        let root = try specification()
        let listed = try runTool(["bsdtar", "-tf", "\(Scratch.current.path)/root.mtree"])
        try listed.requireSuccess("bsdtar")
        let lines = listed.output.split(separator: 10).count
        #expect(lines == (try TreeSnapshot.capture(root).nodes.count))
    }
}
