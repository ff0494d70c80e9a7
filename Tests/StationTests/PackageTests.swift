import Platform
import TestSupport
import Testing

extension StationTests {
    /// The layers, read by tar, bsdtar and mtree.
    @Suite struct LayersOfARealRoot {
        private static let extract = """
            tar --zstd --extract --preserve-permissions --numeric-owner --acls --xattrs \
                --xattrs-include='*' --delay-directory-restore
            """

        @Test(arguments: ["base", "applications"])
        func tarListsEveryEntry(layer: String) throws {
            let bench = try StationBench()
            let listed = try bench.shell("tar --zstd -tf $ROOTS/layers/\(layer)-2026.1.tar.zst")
            let counted = try bench.shell(
                "$SOCLE package inspect $ROOTS/layers/\(layer)-2026.1 --format json | jq .entries"
            )
            #expect("\(listed.sortedLines.count)" == counted.trimmed)
            try bench.expect(0, ["package", "verify", "\(bench.roots.layers)/\(layer)-2026.1"])
        }

        @Test(
            .enabled(if: Tool.exists("bsdtar"), "needs bsdtar"),
            arguments: ["base", "applications"]
        )
        func bsdtarListsWhatTarLists(layer: String) throws {
            let bench = try StationBench()
            let archive = "$ROOTS/layers/\(layer)-2026.1.tar.zst"
            try bench.shell(
                """
                tar --zstd -tf \(archive) | sed 's,/$,,' >by-tar
                bsdtar -tf \(archive) | sed 's,/$,,' >by-bsdtar
                cmp by-tar by-bsdtar
                """
            )
        }

        @Test func bothLayersMinusRemovalsEqualTheReference() throws {
            let bench = try StationBench()
            // One path of the base less, of those an application layer may remove.
            try bench.shell(
                """
                cp -a $ROOTS/full reference
                rm reference/etc/alternatives/which.pl1.gz
                """
            )
            try bench.expect(
                0,
                [
                    "package", "build", "reference", "--kind", "applicatif", "--name", "a",
                    "--edition", "2026.1", "--base", bench.roots.layers + "/base-2026.1.idx",
                    "--baseline", SharedData.repository + "/Baselines/2026-2027", "--output", "a",
                ]
            )
            try bench.shell(
                """
                mkdir tree
                \(Self.extract) -f $ROOTS/layers/base-2026.1.tar.zst -C tree
                \(Self.extract) -f a.tar.zst -C tree
                $SOCLE package inspect a --format json | jq -r '.removals[]' >removals
                [ "$(cat removals)" = /etc/alternatives/which.pl1.gz ] ||
                    [ "$(cat removals)" = etc/alternatives/which.pl1.gz ]
                """
            )
            let before = try bench.differences("reference", "tree")
            #expect(before.contains("*deleting   etc/alternatives/which.pl1.gz"))
            try bench.shell(
                """
                times=$(stat -c %y reference/etc/alternatives)
                rm tree/etc/alternatives/which.pl1.gz
                touch -d "$times" tree/etc/alternatives
                """
            )
            let left = try bench.differences("reference", "tree")
            #expect(left == "")
        }

        @Test(.enabled(if: Tool.exists("mtree"), "needs mtree-netbsd"))
        func mtreeAgreesOnTheExtractedBase() throws {
            let bench = try StationBench()
            try bench.shell(
                """
                mkdir tree
                \(Self.extract) -f $ROOTS/layers/base-2026.1.tar.zst -C tree
                $SOCLE package inspect $ROOTS/layers/base-2026.1 --format mtree >base.mtree
                mtree -p tree -f base.mtree >said
                [ ! -s said ]
                """
            )
            let changed = try runTool(
                [
                    "bash", "-c",
                    "printf X | dd of=tree/bin/bash conv=notrunc seek=9 bs=1 status=none;"
                        + " mtree -p tree -f base.mtree",
                ],
                in: Scratch.current.directory
            )
            #expect(changed.outputText.contains("bash"), "mtree is blind")
        }

        @Test func theSameRootGivesTheSameBytes() throws {
            let bench = try StationBench()
            for jobs in ["1", "3"] {
                try bench.expect(
                    0,
                    [
                        "package", "build", bench.roots.base, "--kind", "systeme",
                        "--name", "base", "--edition", "2026.1", "--jobs", jobs,
                        "--baseline", SharedData.repository + "/Baselines/2026-2027",
                        "--output", "base-\(jobs)",
                    ]
                )
            }
            try bench.shell(
                """
                for suffix in idx tar.zst; do
                    cmp base-1.$suffix base-3.$suffix
                    cmp base-1.$suffix $ROOTS/layers/base-2026.1.$suffix
                done
                """
            )
        }

        @Test func anApplicationLayerMayNotTouchTheSystem() throws {
            let bench = try StationBench()
            try bench.shell("cp -a $ROOTS/full root; echo '# tampered' >>root/etc/login.defs")
            let result = try bench.expect(
                6,
                [
                    "package", "build", "root", "--kind", "applicatif", "--name", "a",
                    "--edition", "2026.1", "--base", bench.roots.layers + "/base-2026.1.idx",
                    "--baseline", SharedData.repository + "/Baselines/2026-2027", "--output", "a",
                ]
            )
            #expect(result.errorText.contains("etc/login.defs"), "\(result.errorText)")
            #expect(try bench.shell("ls a.* 2>/dev/null || true") == "")
        }
    }
}
