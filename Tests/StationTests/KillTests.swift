import Platform
import TestSupport
import Testing

extension StationTests {
    /// `kill -9` at random instants; Scripts/soak does the same two hundred times.
    @Suite struct KillingARestore {
        @Test(arguments: [UInt64(20_261_123)])
        func alwaysEndsOldOrNew(seed: UInt64) throws {
            let bench = try StationBench()
            var random = SplitMix64(seed: seed)
            try bench.makeBrokenStation("old")
            try bench.shell("cp -a old station")
            let id = try bench.plan("station")
            let begin = MonotonicClock.now()
            try bench.expect(0, ["restore", "--root", "station", "--approve", id, "--quiet"])
            let span = MonotonicClock.now() - begin
            try bench.shell("cp -a station new")
            try #require(try differ(bench, "old", "new") != "")

            var ends = (old: 0, new: 0)
            for number in 1...12 {
                try bench.shell("rsync -aHAX --numeric-ids --delete old/ station/")
                let delay = Double.random(in: (span * 0.2)...(span * 1.3), using: &random)
                try killed(bench, ["restore", "--approve", id], after: delay)
                if number.isMultiple(of: 4) {
                    let soon = Double.random(in: 0.005...0.1, using: &random)
                    try killed(bench, ["recover"], after: soon)
                }
                try bench.expect(0, ["recover", "--root", "station", "--quiet"])
                let place: Comment = "seed \(seed), kill \(number), after \(delay) of \(span) s"
                if try differ(bench, "old", "station") == "" {
                    ends.old += 1
                } else {
                    let left = try differ(bench, "new", "station")
                    #expect(left == "", place)
                    ends.new += 1
                }
                let staged = try bench.shell(
                    "find station -path 'station/.socle/stag*' -type f"
                )
                #expect(staged == "", place)
            }
            print("seed \(seed): \(ends.old) ended old, \(ends.new) ended new")
            #expect(ends.old > 0)
        }

        private func killed(_ bench: StationBench, _ words: [String], after delay: Double) throws {
            // In the foreground, timeout waits until the killed program is gone; any end is right.
            try runTool(
                ["timeout", "--foreground", "-s", "KILL", "\(delay)", bench.roots.socle] + words
                    + ["--root", "station", "--quiet"],
                in: Scratch.current.directory
            )
        }

        private func differ(
            _ bench: StationBench,
            _ reference: String,
            _ root: String
        ) throws -> String {
            try bench.differences(reference, root, except: ["/.socle", "/var/lib/socle"])
        }
    }
}
