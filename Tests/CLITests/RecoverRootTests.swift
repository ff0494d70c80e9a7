import Platform
import Primitives
import TestSupport
import Testing

/// The script that the initramfs and the rescue system run, with programs that only note their call.
///
/// As klibc's, that of an initramfs without busybox, `mount` takes a device and a directory.
@Suite(.scratch) struct RecoverRootTests {
    private let scratch = Scratch.current.directory

    /// Makes a station and the programs the script calls; `fails` is the one that ends badly.
    private func prepare(_ files: [String], fails: String = "") throws {
        try Tree { Folder("station/etc") }.write(to: scratch)
        for file in files {
            let path = try RelativePath("station/\(file)")
            try scratch.makeDirectories(try #require(path.parent), permissions: 0o755)
            try scratch.write([], atomicallyTo: path, permissions: 0o644)
        }
        for name in ["mount", "umount", "socle", "sync", "sleep", "blkid"] {
            let answer =
                switch name {
                case "blkid": "echo /dev/null"
                case "mount":
                    "while getopts o:t: o; do :; done; [ $# = $((OPTIND + 1)) ] || exit 1"
                default: ":"
                }
            let end = name == fails ? "exit 5" : "exit 0"
            let text = "#!/bin/sh\necho \(name) \"$@\" >>\"$CALLS\"\n\(answer)\n\(end)\n"
            try scratch.makeDirectories(RelativePath("bin"), permissions: 0o755)
            try scratch.write(
                Array(text.utf8),
                atomicallyTo: RelativePath("bin/\(name)"),
                permissions: 0o755
            )
        }
    }

    private func run() throws -> (result: ProcessResult, calls: [String]) {
        let place = scratch.location
        let result = try runTool(
            ["/bin/sh", SharedData.repository + "/Scripts/boot/recover-root", "\(place)/station"],
            environment: ["PATH": "\(place)/bin:/usr/bin:/bin", "CALLS": "\(place)/calls"]
        )
        let bytes = try scratch.readIfPresent(RelativePath("calls"), limit: 1 << 20) ?? []
        let calls = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        return (result, calls)
    }

    @Test(arguments: [
        [], [".socle/lock"],
        [".socle/quarantine/t00000001/manifest", ".socle/quarantine/t00000001/steps-done"],
        [
            ".socle/quarantine/t00000001/manifest", ".socle/quarantine/t00000002/manifest",
            ".socle/quarantine/t00000002/steps-done",
        ],
    ])
    func whereNothingWaitsNothingIsCalled(_ files: [String]) throws {
        try prepare(files)
        let (result, calls) = try run()
        #expect(result.succeeded && result.output.isEmpty && calls.isEmpty)
    }

    @Test(arguments: [
        [".socle/wal"], [".socle/takeback"], [".socle/quarantine/t00000003/manifest"],
        [
            ".socle/quarantine/t00000001/steps-done", ".socle/quarantine/t00000001/manifest",
            ".socle/quarantine/t00000002/manifest",
        ],
    ])
    func aStoppedRestoreIsEndedOnAWritableRoot(_ files: [String]) throws {
        try prepare(files)
        let (result, calls) = try run()
        let station = scratch.location + "/station"
        #expect(result.succeeded)
        #expect(calls.first == "mount -o remount,rw none \(station)")
        #expect(calls.contains("socle recover --root \(station) --lang fr"))
        #expect(calls.last == "mount -o remount,ro none \(station)")
        #expect(result.outputText.contains("Ne pas éteindre le poste."))
    }

    @Test func whatCanNotBeEndedIsSaidAndTheStationStarts() throws {
        try prepare([".socle/wal"], fails: "socle")
        let (result, calls) = try run()
        #expect(result.outcome == .exited(1))
        #expect(result.outputText.contains("prévenir le support du Département"))
        #expect(calls.contains("sleep 10"))
    }

    @Test func aRootThatStaysReadOnlyIsLeftAlone() throws {
        try prepare([".socle/wal"], fails: "mount")
        let (result, calls) = try run()
        #expect(result.outcome == .exited(1))
        #expect(!calls.contains { $0.hasPrefix("socle") })
    }

    @Test func theFileSystemsOfFstabAreMountedAndNoOther() throws {
        try prepare([".socle/wal", "boot/x", "var/x", "data/x", "mnt/x"])
        let table = """
            # comment
            UUID=ab / ext4 defaults 0 1
            /dev/none /boot ext4 defaults 0 2
            tmpfs /var tmpfs defaults 0 0
            /dev/sdz1 /data ext4 noauto 0 0
            server:/x /mnt nfs defaults 0 0
            """
        try scratch.write(
            Array(table.utf8),
            atomicallyTo: RelativePath("station/etc/fstab"),
            permissions: 0o644
        )
        let (result, calls) = try run()
        #expect(result.outputText.contains("le disque de /boot est absent"))
        #expect(!calls.contains { $0.hasPrefix("mount -t") })
    }
}
