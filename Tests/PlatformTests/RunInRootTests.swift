import Platform
import Primitives
import TestSupport
import Testing

/// Runs programs in a small root made of this machine's own shell and its libraries.
@Suite(
    .scratch,
    .tags(.medium),
    .enabled(if: Privilege.isRoot && Tool.exists("ldd"), "needs root and ldd"),
    .enabled(if: Privilege.mayMount, "needs the right to mount")
)
struct RunInRootTests {
    private var root: Directory { Scratch.current.directory }

    private func makeRoot(_ folders: [String]) throws {
        for folder in folders + ["bin"] {
            try root.makeDirectories(RelativePath(folder), permissions: 0o755)
        }
        let path = Scratch.current.path
        for program in ["/bin/sh", "/bin/cat", "/bin/sleep"] {
            try runTool(["cp", "--dereference", program, path + program])
                .requireSuccess("cp \(program)")
            let libraries = try runTool(["ldd", program]).outputText
            for word in libraries.split(whereSeparator: \.isWhitespace) where word.hasPrefix("/") {
                let library = try RelativePath(String(word.dropFirst()))
                try root.makeDirectories(try #require(library.parent), permissions: 0o755)
                try runTool(["cp", "--dereference", String(word), path + word])
                    .requireSuccess("cp \(word)")
            }
        }
    }

    private func mountsLeft() throws -> [Mount] {
        try MountTable.read(below: Array(Scratch.current.path.utf8))
    }

    @Test func runsInsideWithItsOwnMountsAndLeavesNone() throws {
        try makeRoot(["proc", "sys", "dev", "run"])
        let script = """
            echo $$ > /pid; cat /proc/self/mountinfo; echo x > /dev/null; echo y > /run/y
            test -c /dev/urandom && test -d /sys/kernel && test ! -e /etc/passwd && echo complete
            """
        let result = try ChildProcess.runInRoot(["sh", "-c", script], root: root, timeout: 30)
        #expect(result.errorText == "")
        #expect(result.outputText.contains(" /proc "))
        #expect(result.outputText.hasSuffix("complete\n"))
        #expect(try mountsLeft().isEmpty)
        #expect(try root.entries(of: RelativePath("run")).isEmpty)
        #expect(try root.entries(of: RelativePath("dev")).isEmpty)
        #expect(try root.statusIfPresent(of: RelativePath("pid")) != nil)
    }

    @Test func skipsMountPointsTheTreeLacksOrLinksAway() throws {
        try makeRoot([])
        try Tree { Symlink("run", to: "/bin") }.write(to: root)
        let result = try ChildProcess.runInRoot(
            ["/bin/sh", "-c", "test ! -e /proc && test -e /bin/sh"],
            root: root,
            timeout: 30
        )
        #expect(result.succeeded, "\(result.errorText)")
        #expect(try mountsLeft().isEmpty)
    }

    @Test func leavesNoMountAfterATimeout() throws {
        try makeRoot(["proc"])
        let error = #expect(throws: PlatformError.self) {
            _ = try ChildProcess.runInRoot(["sleep", "50"], root: root, timeout: 1)
        }
        #expect(error?.code == .timedOut)
        #expect(try mountsLeft().isEmpty)
    }

    @Test func saysThatTheProgramIsNotInTheRoot() throws {
        try makeRoot(["proc"])
        let error = #expect(throws: PlatformError.self) {
            _ = try ChildProcess.runInRoot(["ldd"], root: root, timeout: 30)
        }
        #expect(error?.code == .notFound)
        #expect(error?.operation == "execve")
        #expect(try mountsLeft().isEmpty)
    }

    @Test func showsTheHostsDevicesWhenAsked() throws {
        try makeRoot(["proc", "dev"])
        let result = try ChildProcess.runInRoot(
            ["sh", "-c", "cat /proc/self/mountinfo"],
            root: root,
            timeout: 30,
            hostDevices: true
        )
        #expect(result.outputText.contains(" /dev "))
        #expect(try mountsLeft().isEmpty)
    }

    @Test func mountsNothingInItsOwnRoot() throws {
        let before = try MountTable.read().count
        let result = try ChildProcess.runInRoot(
            ["cat", "/proc/self/mountinfo"],
            root: Directory.open("/"),
            timeout: 30
        )
        #expect(result.outputText.split(separator: "\n").count == before)
    }
}
