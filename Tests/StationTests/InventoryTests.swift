import Platform
import TestSupport
import Testing

extension StationTests {
    /// What is installed, against dpkg and apt in the root itself.
    @Suite struct InventoryOfARealRoot {
        @Test func equalsDpkgQuery() throws {
            let bench = try StationBench()
            let format = "${Package} ${Version} ${Architecture}\\n"
            let expected = try bench.shell("chroot $ROOTS/full dpkg-query -W -f '\(format)'")
            try bench.expect(
                0,
                ["inventory", "--root", bench.roots.full, "--format", "json", "-o", "i.json"]
            )
            let found = try bench.shell(
                """
                jq -r '.items[] | select(.source == "dpkg")
                    | "\\(.name) \\(.version) \\(.architecture)"' i.json
                """
            )
            #expect(found.sortedLines == expected.sortedLines)
            #expect(found.sortedLines.count > 80)
        }

        @Test(arguments: [("showmanual", "demande"), ("showauto", "automatique")])
        func equalsAptMark(verb: String, origin: String) throws {
            let bench = try StationBench()
            let expected = try bench.shell("chroot $ROOTS/full apt-mark \(verb)").sortedLines
            try bench.expect(
                0,
                ["inventory", "--root", bench.roots.full, "--format", "json", "-o", "i.json"]
            )
            let found = try bench.shell(
                """
                jq -r '.items[] | select(.source == "dpkg" and .origin == "\(origin)")
                    | .name' i.json
                """
            )
            #expect(found.sortedLines == expected)
            #expect(expected.count > 2)
        }

        @Test func findsNothingInTheReference() throws {
            let bench = try StationBench()
            try bench.makeStation()
            try bench.expect(
                0,
                ["scan", "--root", "station", "--deep", "--format", "json", "-o", "scan.json"]
            )
            #expect(try bench.shell("jq -r '.findings[].id' scan.json") == "")
        }

        @Test func corruptStatusIsUndeterminedWithFileAndLine() throws {
            let bench = try StationBench()
            try bench.makeStation()
            let line = try bench.shell(
                """
                line=$(grep -n '^Package: coreutils$' station/var/lib/dpkg/status | cut -d: -f1)
                sed -i "${line}s/.*/Package coreutils/" station/var/lib/dpkg/status
                echo $line
                """
            )
            for words in [["scan", "--root", "station"], ["scan", "--root", "station", "--deep"]] {
                let result = try bench.expect(3, words)
                #expect(result.outputText.contains("var/lib/dpkg/status"))
                #expect(result.outputText.contains(line.trimmed), "\(result.outputText)")
            }
            try bench.expect(
                3,
                ["scan", "--root", "station", "--format", "json", "-o", "scan.json"]
            )
            #expect(try bench.shell("jq -r .verdict scan.json") == "indetermine\n")
            try bench.shell("cp -a station before")
            try bench.expect(
                3,
                ["plan", "--root", "station"] + StationBench.ticket + StationBench.order
            )
            #expect(
                try bench.differences(
                    "before",
                    "station",
                    except: ["/var/lib/socle"],
                    outsideClasses: false
                ) == ""
            )
        }
    }
}
