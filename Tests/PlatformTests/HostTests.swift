import Glibc
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.tags(.small)) struct HostTests {
    @Test func readsALineOfTheMountTable() throws {
        let line =
            "36 35 98:0 /mnt1 /mnt\\0402 rw,noatime master:1 - ext3 /dev/r\\134t ro,errors=continue"
        let mount = try #require(MountTable.parse(Array(line.utf8)))
        #expect(mount.id == 36)
        #expect(mount.parent == 35)
        #expect(mount.device == "98:0")
        #expect(mount.root == Array("/mnt1".utf8))
        #expect(mount.mountPoint == Array("/mnt 2".utf8))
        #expect(mount.fileSystemType == "ext3")
        #expect(mount.source == Array("/dev/r\\t".utf8))
        #expect(mount.isReadOnly)
    }

    @Test func namesTheKernelThatRuns() throws {
        let said = try runTool(["uname", "-r"]).outputText
        #expect(try Host.kernelRelease() + "\n" == said)
    }

    @Test func runsFromItsProgramAndTheCLibrary() throws {
        let files = try Host.mappedFiles()
        #expect(files.contains(try Host.executable()))
        #expect(files.contains { $0.hasSuffix("/libc.so.6") })
    }

    @Test func onlyTheProcessRootIsTheProcessRoot() throws {
        #expect(try Directory.open("/").isProcessRoot())
        #expect(try !Directory.open("/usr").isProcessRoot())
    }

    @Test func aFolderOfADiskIsNoDiskRoot() throws {
        #expect(try !Directory.open("/usr/share").isDiskRoot())
        #expect(try !Directory.open("/proc").isDiskRoot())
    }

    @Test(arguments: [
        "", "36 35", "a b c d e f - g h i", "1 2 3 4 5 6 7 8 9 10", "1 2 3 4 5 6 7 8 9 -",
    ])
    func refusesALineThatIsNoMount(line: String) {
        #expect(MountTable.parse(Array(line.utf8)) == nil)
    }

    @Test func findsTheRootMount() throws {
        #expect(try MountTable.read().contains { $0.mountPoint == Array("/".utf8) })
    }

    @Test func makesDifferentBytesEachTime() throws {
        #expect(try RandomBytes.make(32) != RandomBytes.make(32))
        #expect(try RandomBytes.make(0).isEmpty)
    }

    @Test func knowsTheMachineAndTheProcess() throws {
        #expect(try !Host.hostname().isEmpty)
        #expect(Host.processorCount >= 1)
        #expect(Host.peakMemory > 1 << 20)
        #expect(Host.environment("PATH") != nil)
        #expect(Host.environment("NO_SUCH_VARIABLE_OF_OURS") == nil)
        #expect(try Host.executable().hasPrefix("/"))
    }

    @Test func clocksGoForward() {
        let start = MonotonicClock.now()
        MonotonicClock.sleep(seconds: 0.01)
        #expect(MonotonicClock.now() - start >= 0.01)
        #expect(SystemClock.now().secondsSince1970 > 1_700_000_000)
    }

    @Test func notesASignalInsteadOfDying() async {
        await #expect(processExitsWith: .exitCode(0)) {
            try Interruption.install()
            guard !Interruption.isRequested else { exit(2) }
            kill(getpid(), SIGTERM)
            for _ in 0..<1000 where !Interruption.isRequested {
                MonotonicClock.sleep(seconds: 0.01)
            }
            exit(Interruption.isRequested ? 0 : 1)
        }
    }

    @Test func diesOfTheSignalItNoted() async {
        await #expect(processExitsWith: .signal(SIGTERM)) {
            try Interruption.install()
            kill(getpid(), SIGTERM)
            for _ in 0..<1000 where !Interruption.isRequested {
                MonotonicClock.sleep(seconds: 0.01)
            }
            Interruption.raiseAgain()
        }
    }

    @Test func reportsThatTheReaderIsGone() async {
        await #expect(processExitsWith: .exitCode(0)) {
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0, dup2(ends[1], 1) == 1, close(ends[0]) == 0 else { exit(2) }
            do throws(PlatformError) {
                try StandardStream.output.write("lost\n")
                exit(3)
            } catch {
                exit(error.code == .brokenPipe ? 0 : 1)
            }
        }
    }

    @Test func aCrashRunsNoCleanup() async {
        await #expect(processExitsWith: .exitCode(137)) { crash() }
    }
}
