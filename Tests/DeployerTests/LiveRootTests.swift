import Deployer
import Model
import Packaging
import Platform
import Primitives
import TestSupport
import Testing

/// What a restore minds where the root is the one it runs in.
@Suite(.scratch) struct LiveRootTests {
    private func plan(removing paths: [String]) throws -> Plan {
        Plan(
            id: try Digest(bytes: [UInt8](repeating: 0, count: 32)),
            station: StationIdentity(id: "1", name: "", zone: .teaching),
            made: Bench.now,
            scope: .reinstallation,
            layers: [],
            changes: try paths.map { try change($0, .remove) },
            losses: PlanLosses(),
            bytesToFetch: 0,
            bytesReused: 0,
            steps: [],
            estimatedSeconds: 0,
            removalCap: 0
        )
    }

    private func change(
        _ path: String,
        _ action: PlanChange.Action,
        kind: FileKind = .regular
    ) throws -> PlanChange {
        PlanChange(
            path: try RelativePath(path),
            action: action,
            kind: kind,
            pathClass: .exact,
            bytes: 0,
            digest: nil,
            package: nil
        )
    }

    private func target(_ tree: Tree) throws -> RestoreTarget {
        let bench = try Bench(rules: [PathRule(try PathPattern("/home"), .preserve)])
        try tree.write(to: try bench.reference)
        try bench.build()
        return try bench.target()
    }

    @Test func aPlanThatTakesALibraryOfTheToolIsFound() throws {
        let files = ["/usr/bin/socle", "/usr/lib/x86_64-linux-gnu/libarchive.so.13"]
        let lost = LiveRoot.lost(
            files,
            in: try plan(removing: ["usr/bin/jeu", "usr/lib/x86_64-linux-gnu/libarchive.so.13"])
        )
        #expect(lost == "/usr/lib/x86_64-linux-gnu/libarchive.so.13")
    }

    @Test func aPlanThatReplacesTheToolTakesNothingAway() throws {
        var plan = try plan(removing: ["usr/bin/jeu"])
        plan.changes.append(try change("usr/bin/socle", .replace))
        #expect(LiveRoot.lost(["/usr/bin/socle"], in: plan) == nil)
    }

    @Test func theKernelThatRunsStaysWhereTheTargetHasAnother() throws {
        let target = try target(Tree { RegularFile("boot/vmlinuz-6.1.0-9", "new") })
        let rules = LiveRoot.keeping(kernel: "6.1.0-8", target).rules
        for path in [
            "boot/vmlinuz-6.1.0-8", "boot/initrd.img-6.1.0-8",
            "usr/lib/modules/6.1.0-8/kernel/fs/ext4.ko",
        ] {
            #expect(rules.pathClass(of: try RelativePath(path)) == .preserve)
        }
        #expect(rules.pathClass(of: try RelativePath("boot/vmlinuz-6.1.0-7")) == .exact)
        #expect(rules.pathClass(of: try RelativePath("home/eleve")) == .preserve)
    }

    @Test func theKernelThatRunsIsRestoredWhereTheTargetHasIt() throws {
        let target = try target(Tree { RegularFile("boot/vmlinuz-6.1.0-8", "same") })
        let rules = LiveRoot.keeping(kernel: "6.1.0-8", target).rules
        #expect(rules.pathClass(of: try RelativePath("boot/vmlinuz-6.1.0-8")) == .exact)
    }

    @Test(arguments: [
        ("boot/vmlinuz-6.1.0-9", [RebootReason.kernel]),
        ("usr/lib/modules/6.1.0-9/kernel/fs/ext4.ko", [.kernel]),
        ("usr/lib/x86_64-linux-gnu/libc.so.6", [.libc]),
        ("usr/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1", [.libc]),
        ("usr/lib/systemd/systemd", [.initSystem]),
        ("usr/lib/firmware/intel/ibt.bin", [.firmware]),
        ("usr/bin/bash", []),
    ])
    func aRebootIsAdvisedForWhatRunsSinceTheStart(
        _ path: String,
        _ reasons: [RebootReason]
    ) throws {
        #expect(RebootAdvice.reasons([try change(path, .replace)]) == reasons)
    }

    @Test func aDirectoryThatChangesAdvisesNoReboot() throws {
        let change = try change("usr/lib/firmware", .setMetadata, kind: .directory)
        #expect(RebootAdvice.reasons([change]).isEmpty)
    }
}
