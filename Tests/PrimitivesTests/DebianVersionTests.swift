import Foundation
import Primitives
import Testing

@Suite struct DebianVersionTests {
    @Test func splitsEpochUpstreamAndRevision() throws {
        let version = try DebianVersion("2:1.0-rc1-3~deb12u1")
        #expect(version.epoch == 2)
        #expect(version.upstream == "1.0-rc1")
        #expect(version.revision == "3~deb12u1")
        #expect(version.description == "2:1.0-rc1-3~deb12u1")
        #expect(version.isWellFormed)
    }

    @Test func aVersionWithoutHyphenHasNoRevision() throws {
        #expect(try DebianVersion("1.0").revision == nil)
    }

    @Test func blanksAroundAreDropped() throws {
        #expect(try DebianVersion(" \t1.0 ").description == "1.0")
    }

    @Test(arguments: [
        "", " ", "1.0-", "1:", "1: ", ":1", "x:1", "1x:1", "+:1", "-1:1", "2147483648:1",
        "99999999999999999999:1", "-1", "1:-1", "1 2", "1\02", "1.0\0",
    ])
    func refusesWhatDpkgRefuses(_ text: String) {
        #expect(
            refusal { () throws(PrimitivesError) in _ = try DebianVersion(text) }
                == .versionMalformed
        )
    }

    @Test(arguments: ["a", "1_0", "1.0-1_2", "1:1.0-1:2", "é", "1/2", "<none>"])
    func acceptsButMarksWhatDpkgOnlyWarnsAbout(_ text: String) throws {
        #expect(try DebianVersion(text).isWellFormed == false)
    }

    @Test(arguments: [
        ["1.0", "1.0-0", "1.00", "0:1.0", "1.0-00", "01.0", "+0:1.0"],
        ["1.", "1.0", "1.000"],
        ["1.a", "1.a0", "1.a-0"],
        ["2147483647:1", "2147483647:01"],
    ])
    func spellingsOfOneVersionAreEqualAndHashAlike(_ spellings: [String]) throws {
        var versions: Set<DebianVersion> = []
        for spelling in spellings { versions.insert(try DebianVersion(spelling)) }
        #expect(versions.count == 1)
    }

    @Test func aZeroBetweenLettersStillCounts() throws {
        #expect(try DebianVersion("1a0b") != DebianVersion("1ab"))
    }

    @Test func numbersOfAnyLengthAreCompared() throws {
        let long = String(repeating: "9", count: 5000)
        #expect(try DebianVersion(long) < DebianVersion("1" + String(repeating: "0", count: 5000)))
        #expect(try DebianVersion(long) == DebianVersion("000" + long))
    }

    @Test func orderAndHashAreLawful() throws {
        var generator = SeededGenerator(seed: 7)
        var values: [DebianVersion] = []
        while values.count < 60 {
            values.append(try DebianVersion(Self.random(&generator)))
        }
        expectLawful(values)
    }

    @Test(.enabled(if: Oracle.has(data: oracleFile), "the shared dpkg oracle is not here"))
    func agreesWithEveryPairOfTheOracle() throws {
        let text = try String(
            contentsOf: Oracle.data.appendingPathComponent(oracleFile),
            encoding: .utf8
        )
        var valid = 0
        var invalid = 0
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(
                String.init
            )
            try #require(fields.count == 3)
            do throws(PrimitivesError) {
                let (left, right) = (try DebianVersion(fields[0]), try DebianVersion(fields[2]))
                #expect(sign(left, right) == fields[1], "\(line)")
                if left == right { #expect(left.hashValue == right.hashValue, "\(line)") }
                valid += 1
            } catch {
                #expect(fields[1] == "None" && error.code == .versionMalformed, "\(line)")
                invalid += 1
            }
        }
        #expect(valid == 6081)
        #expect(invalid == 5)
    }

    @Test(
        .enabled(if: Oracle.has(tool: "dpkg"), "dpkg is not installed"),
        arguments: [1, 2] as [UInt64]
    )
    func agreesWithDpkgOnRandomPairs(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var pairs: [(String, String)] = []
        for _ in 0..<300 {
            let left = Self.random(&generator)
            pairs.append((left, Self.neighbour(of: left, &generator)))
        }
        let answers = try Oracle.lines(
            ofScript: """
                while IFS=' ' read -r a b; do
                    if dpkg --compare-versions "$a" lt "$b"; then echo '<'
                    elif dpkg --compare-versions "$a" eq "$b"; then echo '='
                    else echo '>'; fi
                done
                """,
            input: pairs.map { "\($0.0) \($0.1)\n" }.joined()
        )
        try #require(answers.count == pairs.count)
        for ((left, right), answer) in zip(pairs, answers) {
            let ours = try sign(DebianVersion(left), DebianVersion(right))
            #expect(ours == answer, "\(left) and \(right), seed \(seed)")
        }
    }

    @Test(.enabled(if: Oracle.has(tool: "dpkg"), "dpkg is not installed"))
    func refusesExactlyWhatDpkgRefuses() throws {
        var generator = SeededGenerator(seed: 3)
        let alphabet = [UInt8]("0123:-+~.a_".utf8)
        var texts: [String] = []
        for _ in 0..<400 {
            let tail = (0..<generator.below(6)).map { _ in generator.pick(alphabet) }
            // dpkg takes a first hyphen for an option, and an empty text for no version.
            texts.append(
                generator.pick(["0", "1", "a", ":", "+", "~"])
                    + String(decoding: tail, as: UTF8.self)
            )
        }
        let answers = try Oracle.lines(
            ofScript: """
                while read -r a; do
                    dpkg --compare-versions "$a" eq 1; [ $? -gt 1 ] && echo no || echo yes
                done
                """,
            input: texts.map { $0 + "\n" }.joined()
        )
        try #require(answers.count == texts.count)
        for (text, answer) in zip(texts, answers) {
            let refused =
                refusal { () throws(PrimitivesError) in _ = try DebianVersion(text) } != nil
            #expect(refused == (answer == "no"), "\(text)")
        }
    }

    private static func random(_ generator: inout SeededGenerator) -> String {
        var pieces = [
            "0", "00", "1", "01", "9", "10", "18446744073709551616", "a", "b", "rc", "Z", "~", "~~",
            ".", "+", "-", "+b1", "~deb12u1", "ubuntu0.22.04.1", ".0",
        ]
        #if arch(x86_64)
        // Where C's characters are unsigned, dpkg orders what is not ASCII after everything.
        pieces += ["é", "_"]
        #endif
        let epoch = generator.pick(["", "", "", "0:", "1:", "02:"])
        let body = (0..<generator.below(5)).map { _ in generator.pick(pieces) }.joined()
        let version = epoch + generator.pick(["0", "1", "00", "1.0", "2"]) + body
        return version.hasSuffix("-") ? version + "1" : version
    }

    /// Often a small change of `version`, so that comparisons reach its end.
    private static func neighbour(of version: String, _ generator: inout SeededGenerator) -> String
    {
        let changed =
            switch generator.below(5) {
            case 0: random(&generator)
            case 1: version + generator.pick(["0", "~", "a", "+", ".0", "-0", "-1", "~1"])
            case 2: version.replacing("0", with: generator.pick(["", "00", "0.0"]))
            case 3: version.replacing(".", with: generator.pick(["~", "+", "..", "a"]))
            default: version.replacing("1", with: generator.pick(["01", "2", "10", "1~"]))
            }
        // What is refused is compared with dpkg by a test of its own.
        let code = refusal { () throws(PrimitivesError) in _ = try DebianVersion(changed) }
        return code == nil ? changed : version
    }
}

private let oracleFile = "dpkg/oracle-compare-versions.tsv"
