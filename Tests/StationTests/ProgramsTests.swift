import Platform
import TestSupport
import Testing

extension StationTests {
    /// A real root with what people install beside apt, and what agents say of it.
    @Suite struct ARootWithProgramsOfAllSorts {
        @Test func hasEachProgramOnceAndThePackagesThatOthersList() throws {
            let bench = try StationBench()
            try bench.shell(
                """
                \(SharedData.repository)/Scripts/programs-root "$ROOTS/full" programs
                for root in reference station; do
                    "$SOCLE" inventory --root programs/$root --format json >$root.json
                done
                for agent in fusioninventory ocsinventory; do
                    "$SOCLE" inventory --import programs/$agent.xml --format json >$agent.json ||
                        test $? = 3
                done
                """,
                timeout: 900
            )
            // Each program once, by its name, version and cause; and nothing of the base.
            let beside = """
                '.items[] | select(.source != "dpkg")
                    | "\\(.source)|\\(.name)|\\(.version)|\\(.origin)"'
                """
            let found = try bench.shell("jq -r \(beside) station.json")
            let done = try bench.shell("cat programs/programs")
            #expect(found.sortedLines == done.sortedLines)
            #expect(done.sortedLines.count >= 6)
            #expect(try bench.shell("jq -r \(beside) reference.json") == "")
            // A queue is known by its printer; its name is nobody's business.
            let queues = try bench.shell(
                "jq -r '.settings[] | select(.kind == \"file-impression\") | .name' station.json"
            )
            #expect(queues == "Exemple Laser 100, 1.4\n")

            // A scan finds what was installed: the library that pip put over apt's, and not the flatpak
            // of a program that is listed.
            try bench.shell(
                """
                "$SOCLE" baseline lock programs/reference >lock.json
                "$SOCLE" scan --root programs/station --lock lock.json --format json -o scan.json \
                    --baseline \(SharedData.repository)/Baselines/2026-2027 || test $? = 1
                """
            )
            let outside = try bench.shell(
                """
                jq -r '.findings[] | select(.component == null or (.code != "manquant" and .code != "indetermine"))
                    | "\\(.weight) \\(.id)"' scan.json
                """
            )
            #expect(
                outside.sortedLines == [
                    "ecart hors-socle/Etoiles", "ecart hors-socle/Le jeu du pirate",
                    "ecart hors-socle/calculette", "ecart hors-socle/org.example.Dessin",
                    "ecart hors-socle/wheel", "ecart pilote-hors-socle/Exemple Laser 100",
                    "ecart pilote-hors-socle/bruiteur",
                ]
            )

            let packages = """
                '.items[] | select(.source == "dpkg" and .state != "removed")
                    | "\\(.name) \\(.version) \\(.architecture)"'
                """
            let listed = try bench.shell("cat programs/dpkg-query.tsv").sortedLines
            #expect(listed.count > 200)
            for source in ["station", "fusioninventory", "ocsinventory"] {
                let found = try bench.shell("jq -r \(packages) \(source).json").sortedLines
                #expect(found == listed, "\(source)")
            }
        }
    }
}
