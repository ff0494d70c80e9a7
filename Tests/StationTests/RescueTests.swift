import Platform
import TestSupport
import Testing

extension StationTests {
    /// `socle rescue` on loop devices: answers typed as a person types them, judged by the disk.
    @Suite(
        .enabled(if: Tool.exists("sfdisk", in: ["/usr/sbin", "/sbin"]), "needs fdisk"),
        .enabled(if: Tool.exists("busybox"), "needs busybox-static, the system of a small station")
    )
    struct TheRescueMenu {
        private static let order = ["2026-1147", "ne démarre plus", "o", "technicien"]
        private static let install = ["4"] + order + ["s121-pc04", "S121"]

        /// Gives the menu `answers`, the signs of an approval where it asks for them, and `more`.
        private func rescue(
            _ bench: DiskBench,
            _ disk: String,
            _ answers: [String],
            approving: Bool = false,
            _ more: [String] = []
        ) throws -> String {
            let first = answers.map { $0 + "\n" }.joined()
            let rest = (more + ["9"]).map { $0 + "\n" }.joined()
            return try bench.bench.shell(
                """
                rm -f in; mkfifo in; mkdir -p stick
                $SOCLE rescue --root rescue --disk \(disk) --stick stick --lang fr <in >out.txt 2>&1 &
                menu=$!
                exec 3>in
                printf '\(first)' >&3
                if \(approving); then
                    until grep -q 'taper [0-9a-f]* ;' out.txt; do kill -0 $menu; sleep 0.1; done
                    echo "$(sed -n 's/.*taper \\([0-9a-f]*\\) ;.*/\\1/p' out.txt | tail -n 1)" >&3
                fi
                printf '\(rest)' >&3
                exec 3>&-
                wait $menu
                cat out.txt
                """
            )
        }

        @Test func installsABlankDiskOnceTheSignsOfItsPlanAreTyped() throws {
            let bench = try DiskBench()
            let disk = try bench.disk()
            defer { bench.remove([disk]) }
            let text = try rescue(bench, disk, Self.install, approving: true, ["1", "5"])
            #expect(text.contains("— vide"))
            #expect(text.contains("le poste s121-pc04 peut démarrer"))
            #expect(text.contains("Debian GNU/Linux 12, poste s121-pc04"))
            let saved = try bench.bench.shell("cat stick/rapport-*.txt")
            #expect(saved.contains("conforme") && saved.contains("\r\n"), "\(text)\(saved)")
            let found = try bench.inside(disk, "$SOCLE scan --root station || true")
            #expect(found.contains("complies"))
        }

        @Test func changesNothingWhereAnythingElseIsTyped() throws {
            let bench = try DiskBench()
            let disk = try bench.disk()
            defer { bench.remove([disk]) }
            let text = try rescue(bench, disk, Self.install + ["oui"])
            #expect(text.contains("Refusé : rien n’a été changé."))
            #expect(try bench.bench.shell("tr -d '\\0' <disk.img | wc -c").trimmed == "0")
        }

        @Test func finishesAnInstallationThatWasStoppedBeforeItAsksAnything() throws {
            let bench = try DiskBench()
            let disk = try bench.disk()
            defer { bench.remove([disk]) }
            let words = DiskBench.order + (try bench.approval(disk))
            try bench.bench.shell(
                """
                $SOCLE restore --root rescue --disk \(disk) '\(words.joined(separator: "' '"))' \
                    >run.txt 2>&1 & run=$!
                until dd if=\(disk) iflag=direct bs=4096 skip=128 count=2 status=none |
                    grep -qa SOCLE-DISQUE; do kill -0 $run; done
                kill -KILL $run; wait $run || true
                """
            )
            let text = try rescue(bench, disk, [])
            #expect(text.contains("a été interrompue : elle reprend maintenant"))
            let found = try bench.inside(disk, "$SOCLE scan --root station || true")
            #expect(found.contains("complies"), "\(text)\(found)")
        }

        @Test func restoresWhatDiffersAndLeavesPeoplesData() throws {
            let bench = try DiskBench()
            let disk = try bench.disk()
            defer { bench.remove([disk]) }
            try bench.install(0, disk, try bench.approval(disk))
            let before = try bench.inside(
                disk,
                """
                echo devoir >station/home/devoir.txt
                echo 'eleve:x:1000:1000::/home/eleve:/bin/sh' >>station/etc/passwd
                rm -r station/boot/* station/bin/busybox station/usr/sbin/grub-install
                cat station/etc/machine-id
                """
            )
            let text = try rescue(bench, disk, ["3"] + Self.order, approving: true)
            let after = try bench.inside(
                disk,
                """
                cat station/etc/machine-id station/home/devoir.txt
                grep -c ^eleve: station/etc/passwd
                cat station/boot/grub/x86_64-efi/installed
                $SOCLE scan --root station || true
                """
            )
            #expect(after.hasPrefix(before + "devoir\n1\n\(disk)\n"), "\(text)\(after)")
            #expect(after.contains("complies"), "\(text)\(after)")
        }

        @Test func touchesNothingOfTheAdministrativeZone() throws {
            let bench = try DiskBench()
            let disk = try bench.disk()
            defer { bench.remove([disk]) }
            try bench.install(0, disk, try bench.approval(disk))
            try bench.inside(
                disk,
                "sed -i 's/pedagogique/administrative/' station/etc/socle/socle.json"
            )
            let before = try bench.bench.shell("sync; sha256sum disk.img")
            let text = try rescue(bench, disk, ["1", "3", "4"])
            let refusals = text.split(separator: "Ce poste est en zone administrative")
            #expect(refusals.count == 4)
            #expect(try bench.bench.shell("sync; sha256sum disk.img") == before)
        }

        @Test func erasesAnEncryptedVolumeOnlyOnceItsNameIsTyped() throws {
            let bench = try DiskBench()
            let disk = try bench.disk()
            defer { bench.remove([disk]) }
            let name = String(disk.split(separator: "/").last ?? "") + "p1"
            try bench.bench.shell(
                """
                echo 'start=2048, size=100000' | sfdisk -q --label gpt --no-tell-kernel \(disk)
                printf 'LUKS\\xba\\xbe\\0\\1' | dd of=\(disk) bs=512 seek=2048 conv=notrunc status=none
                """
            )
            let before = try bench.bench.shell("sync; sha256sum disk.img")
            let refused = try rescue(bench, disk, Self.install + ["oui"])
            #expect(refused.contains("\(name) est chiffré"))
            #expect(try bench.bench.shell("sync; sha256sum disk.img") == before)
            let done = try rescue(bench, disk, Self.install + [name], approving: true)
            #expect(done.contains("peut démarrer"), "\(done)")
        }

        @Test func saysWhyADiskIsOfNoUseAndEndsWhereNobodyAnswers() throws {
            let bench = try DiskBench()
            try bench.bench.shell("truncate -s 1M no-disk.img")
            let text = try rescue(bench, bench.bench.path("no-disk.img"), ["1", "l", "4"])
            #expect(text.contains("inutilisable ici"))
            #expect(text.contains("aucun poste n’est trouvé"))
            #expect(text.contains("install from nothing"))
        }

        @Test func neverWritesAMenuWiderThanAConsole() throws {
            let bench = try DiskBench()
            let disk = try bench.disk()
            defer { bench.remove([disk]) }
            let text = try rescue(bench, disk, ["l"])
            #expect(text.contains("SOCLE — secours") && text.contains("SOCLE — rescue"))
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        }
    }
}
