import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .tags(.medium)) struct FileLockTests {
    private var root: Directory { Scratch.current.directory }

    private func isLocked(_ kind: FileLock.Kind) throws -> Bool {
        do throws(PlatformError) {
            _ = try FileLock.acquire(in: root, RelativePath(uncheckedBytes: [0x6c]), kind: kind)
            return false
        } catch {
            #expect(error.code == .locked)
            #expect(error.subject == "l")
            return true
        }
    }

    @Test(arguments: [FileLock.Kind.flock, .record])
    func isHeldUntilTheValueEnds(kind: FileLock.Kind) throws {
        let lock = try FileLock.acquire(in: root, RelativePath("l"), kind: kind)
        #expect(try isLocked(kind))
        lock.release()
        #expect(try !isLocked(kind))
    }

    @Test func waitsForTheHolderAndThenGivesUp() throws {
        let lock = try FileLock.acquire(in: root, RelativePath("l"), kind: .flock)
        let start = MonotonicClock.now()
        let error = #expect(throws: PlatformError.self) {
            _ = try FileLock.acquire(in: root, RelativePath("l"), kind: .flock, wait: 0.2)
        }
        #expect(error?.code == .locked)
        #expect(MonotonicClock.now() - start >= 0.2)
        lock.release()
    }

    @Test(.enabled(if: Tool.exists("flock"), "needs flock(1)"))
    func excludesAnotherProcessByFlock() throws {
        let lock = try FileLock.acquire(in: root, RelativePath("l"), kind: .flock)
        let command = ["flock", "--nonblock", Scratch.current.path + "/l", "true"]
        #expect(try runTool(command).outcome == .exited(1))
        lock.release()
        #expect(try runTool(command).succeeded)
    }

    @Test(.enabled(if: Tool.exists("perl"), "needs perl"))
    func excludesTheLockThatDpkgTakes() throws {
        let lock = try FileLock.acquire(in: root, RelativePath("l"), kind: .record)
        // F_SETLK with a write lock on the whole file: struct flock of a 64-bit Linux.
        let script = """
            use Fcntl; open(my $f, '+<', $ARGV[0]) or exit 3;
            my $lock = pack('s s x4 q q l x4', F_WRLCK, 0, 0, 0, 0);
            exit(fcntl($f, F_SETLK, $lock) ? 0 : 1);
            """
        let command = ["perl", "-e", script, Scratch.current.path + "/l"]
        #expect(try runTool(command).outcome == .exited(1))
        lock.release()
        #expect(try runTool(command).succeeded)
    }

    @Test func doesNotLockThroughALink() throws {
        try Tree {
            RegularFile("file")
            Symlink("l", to: "file")
        }.write(to: root)
        let error = #expect(throws: PlatformError.self) {
            _ = try FileLock.acquire(in: root, RelativePath("l"), kind: .flock)
        }
        #expect(error?.code == .symbolicLinkInPath)
    }
}
