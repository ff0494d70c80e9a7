import Platform
import TestSupport
import Testing

extension StationTests {
    /// `socle restore --disk` on loop devices, judged by mount, blkid and a scan.
    @Suite(
        .enabled(if: Tool.exists("sfdisk", in: ["/usr/sbin", "/sbin"]), "needs fdisk"),
        .enabled(if: Tool.exists("busybox"), "needs busybox-static, the system of a small station")
    )
    struct ADisk {
        @Test func thatIsBlankBecomesAStationWithItsOwnIdentity() throws {
            let bench = try DiskBench()
            let disk = try bench.disk()
            defer { bench.remove([disk]) }
            let approval = try bench.approval(disk)
            let name = disk.split(separator: "/").last ?? ""
            #expect(
                try bench.bench.shell("tr -d '\\0' <disk.img | wc -c").trimmed == "0",
                "showing what would be done changed the disk"
            )
            try bench.install(0, disk, approval)
            let facts = try bench.inside(
                disk,
                """
                cat station/etc/hostname station/boot/grub/x86_64-efi/installed
                for part in 2 3 4; do grep -c "$(blkid -p -s UUID -o value \(disk)p$part)" station/etc/fstab
                done
                grep -cE '^[0-9a-f]{32}$' station/etc/machine-id
                "$SOCLE" scan --root station >scan.txt 2>&1 || cat scan.txt
                "$SOCLE" journal show --root station | awk '{ print $3 }'
                """
            )
            #expect(
                facts.split(separator: "\n").map(String.init) == [
                    "s121-pc04", "/dev/\(name)", "1", "1", "1", "1", "enrolement", "plan",
                    "restauration", "disque", "controle",
                ]
            )
        }

        @Test func killedAtAnyMomentIsFinishedByTheSameCommand() throws {
            let bench = try DiskBench()
            let disk = try bench.disk()
            defer { bench.remove([disk]) }
            let approval = try bench.approval(disk)
            let words =
                ["restore", "--root", "rescue", "--disk", disk] + DiskBench.order + approval
            // Each run is killed later than the one before it; none is given time to end.
            for hundredths in stride(from: 2, through: 60, by: 4) {
                let delay = "0.\(hundredths < 10 ? "0" : "")\(hundredths)"
                _ = try bench.bench.shell(
                    "timeout -s KILL \(delay) $SOCLE \(words.joined(separator: " ")) "
                        + ">kill.txt 2>&1 || true"
                )
            }
            let again = try bench.bench.socle(words)
            // A run that was killed after its last write had ended already.
            #expect(again.outcome == .exited(0) || again.errorText.contains("what was approved"))
            let left = try bench.inside(disk, "\"$SOCLE\" scan --root station || true")
            #expect(left.contains("complies"), "\(left)\(again.errorText)")
        }

        @Test func keepsItsDataWhenItIsInstalledAgainUnlessToldOtherwise() throws {
            let bench = try DiskBench()
            let disk = try bench.disk()
            defer { bench.remove([disk]) }
            try bench.install(0, disk, try bench.approval(disk))
            try bench.inside(disk, "echo devoir >station/home/devoir.txt; rm station/usr/sbin/*")
            try bench.install(0, disk, try bench.approval(disk))
            let kept = try bench.inside(disk, "cat station/home/devoir.txt; ls station/usr/sbin")
            #expect(kept == "devoir\ngrub-install\n")
            try bench.install(0, disk, try bench.approval(disk, ["--erase-data"]))
            #expect(try bench.inside(disk, "ls station/home") == "lost+found\n")
        }

        @Test func keepsItsDataThoughItsPartitionTableWasLostHalfWay() throws {
            let bench = try DiskBench()
            let disk = try bench.disk()
            defer { bench.remove([disk]) }
            try bench.install(0, disk, try bench.approval(disk))
            try bench.inside(disk, "echo devoir >station/home/devoir.txt")
            let approval = try bench.approval(disk)
            let words =
                ["restore", "--root", "rescue", "--disk", disk] + DiskBench.order + approval
            // Stopped once its marker is there; then both copies of the table are wiped.
            try bench.bench.shell(
                """
                $SOCLE \(words.joined(separator: " ")) >run.txt 2>&1 & run=$!
                until dd if=\(disk) iflag=direct bs=4096 skip=128 count=2 status=none |
                    grep -qa SOCLE-DISQUE; do kill -0 $run; done
                kill -KILL $run; wait $run || true
                dd if=/dev/zero of=\(disk) bs=512 count=34 conv=notrunc status=none
                dd if=/dev/zero of=\(disk) bs=512 seek=$((256 * 2048 - 34)) count=34 status=none
                """
            )
            try bench.install(0, disk, approval)
            #expect(try bench.inside(disk, "cat station/home/devoir.txt") == "devoir\n")
        }

        @Test func besideAnotherLeavesThatOneAlone() throws {
            let bench = try DiskBench()
            let disk = try bench.disk()
            let other = try bench.disk("other.img", mebibytes: 16)
            defer { bench.remove([disk, other]) }
            try bench.bench.shell(
                "head -c 16M /dev/urandom >\(other); sync; sha256sum other.img >sum"
            )
            try bench.install(0, disk, try bench.approval(disk))
            try bench.bench.shell("sha256sum --check --quiet sum")
        }

        @Test func thatFailsSaysSoAndIsFinishedOnceItWorks() throws {
            let bench = try DiskBench()
            try bench.bench.shell("mkdir small; mount -t tmpfs -o size=1m tmpfs small")
            let disk = try bench.disk("small/disk.img")
            defer {
                bench.remove([disk])
                _ = try? bench.bench.shell("umount small")  // Nothing depends on it any more.
            }
            let approval = try bench.approval(disk)
            let failed = try bench.install(5, disk, approval)
            #expect(failed.errorText.contains("is not finished, and the disk does not start"))
            #expect(failed.errorText.contains("the same command goes on"))
            let shown = try bench.install(6, disk)
            #expect(shown.outputText.contains("An installation of this disk was interrupted"))
            try bench.bench.shell("mount -o remount,size=300m small")
            try bench.install(0, disk, approval)
        }

        @Test func thatIsTooSmallMountedOrAPartIsRefused() throws {
            let bench = try DiskBench()
            let small = try bench.disk("small.img", mebibytes: 100)
            let disk = try bench.disk()
            defer { bench.remove([small, disk]) }
            #expect(try bench.install(6, small).errorText.contains("the disk is too small"))
            try bench.install(0, disk, try bench.approval(disk))
            #expect(try bench.install(6, disk + "p3").errorText.contains("a part of a disk"))
            try bench.bench.shell("mkdir at; mount \(disk)p4 at")
            let refused = try bench.install(6, disk)
            #expect(refused.errorText.contains("it is in use"))
            #expect(refused.errorText.contains("p4: mounted at"))
            try bench.bench.shell("umount at")
            let file = bench.bench.path("disk.img")
            #expect(try bench.install(6, file).errorText.contains("no disk"))
        }

        @Test(arguments: ["-FVE-FS-", "LUKS"])
        func withAnEncryptedVolumeIsRefusedUnlessItIsNamed(sign: String) throws {
            let bench = try DiskBench()
            let disk = try bench.disk()
            defer { bench.remove([disk]) }
            let name = String(disk.split(separator: "/").last ?? "") + "p1"
            try bench.bench.shell(
                """
                echo 'start=2048, size=100000' | sfdisk -q --label gpt --no-tell-kernel \(disk)
                if [ \(sign) = LUKS ]; then printf 'LUKS\\xba\\xbe\\0\\1'; else printf 'xxx-FVE-FS-'; fi |
                    dd of=\(disk) bs=512 seek=2048 conv=notrunc status=none
                """
            )
            let refused = try bench.install(6, disk)
            #expect(refused.errorText.contains("\(name) is encrypted"))
            #expect(refused.errorText.contains("--erase-encrypted \(name)"))
            #expect(refused.outputText.isEmpty)
            let named = ["--erase-encrypted", name]
            try bench.install(0, disk, try bench.approval(disk, named))
        }

        @Test func ofTheAdministrativeZoneIsRefused() throws {
            let bench = try DiskBench()
            let disk = try bench.disk()
            defer { bench.remove([disk]) }
            try bench.install(0, disk, try bench.approval(disk))
            try bench.inside(
                disk,
                "sed -i 's/pedagogique/administrative/' station/etc/socle/socle.json"
            )
            let refused = try bench.install(6, disk)
            #expect(refused.errorText.contains("administrative zone"))
        }
    }
}
