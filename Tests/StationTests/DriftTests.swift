import Platform
import TestSupport
import Testing

extension StationTests {
    /// A real root that drifted by real apt and dpkg, one action at a time.
    @Suite struct ADriftedRoot {
        @Test func hasTheFindingsOfTheActionsDoneAndNoOther() throws {
            let bench = try StationBench()
            try bench.shell(
                """
                cd \(SharedData.repository)
                Scripts/drift-root "$ROOTS/base" \(bench.path("drift"))
                "$SOCLE" baseline lock \(bench.path("drift/reference")) >\(bench.path("lock.json"))
                """,
                timeout: 300
            )
            try bench.expect(
                1,
                [
                    "scan", "--root", "drift/station", "--baseline",
                    SharedData.repository + "/Baselines/2026-2027", "--lock", "lock.json",
                    "--deep", "--format", "json", "-o", "scan.json",
                ]
            )
            // None of the applications of the list is on this root; they are no drift of it.
            let found = try bench.shell(
                """
                jq -r '.findings[] | select(.component == null or (.code != "manquant" and .code != "indetermine"))
                    | "\\(.weight) \\(.id)"' scan.json
                """
            )
            let done = try bench.shell("cat drift/actions")
            #expect(found.sortedLines == done.sortedLines)
            #expect(done.sortedLines.count > 10)
            let folded = try bench.shell(
                """
                jq -r '.findings[] | select(.id == "hors-socle/lecteur-plus") | .brought[]' scan.json
                """
            )
            #expect(folded.sortedLines == ["figlet"])
        }
    }
}
