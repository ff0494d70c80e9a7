import Primitives
import Testing

@Suite struct RPMVersionTests {
    /// Facts rpm's own test-suite states about `rpmvercmp`.
    static let known: [(String, String, String)] = [
        ("1.0", "=", "1.0"), ("1.0", "<", "2.0"), ("2.0.1", "=", "2.0.1"), ("2.0", "<", "2.0.1"),
        ("2.0.1a", "=", "2.0.1a"), ("2.0.1a", ">", "2.0.1"), ("5.5p1", "<", "5.5p2"),
        ("5.5p10", ">", "5.5p1"), ("10xyz", "<", "10.1xyz"), ("xyz10", "=", "xyz10"),
        ("xyz10", "<", "xyz10.1"), ("xyz.4", "=", "xyz.4"), ("xyz.4", "<", "8"),
        ("8", ">", "xyz.4"),
        ("xyz.4", "<", "2"), ("5.5p2", "<", "5.6p1"), ("5.6p1", "<", "6.5p1"),
        ("6.0.rc1", ">", "6.0"), ("10b2", ">", "10a1"), ("1.0aa", ">", "1.0a"),
        ("10.0001", "=", "10.1"), ("10.0001", "<", "10.0039"), ("4.999.9", "<", "5.0"),
        ("20101121", "<", "20101122"), ("2_0", "=", "2_0"), ("2.0", "=", "2_0"),
        ("a+", "=", "a_"), ("+a", "=", "_a"), ("+_", "=", "_+"), ("1.0.", "=", "1.0"),
        ("1.0~rc1", "<", "1.0"), ("1.0~rc1", "<", "1.0~rc2"), ("1.0~rc1~git123", "<", "1.0~rc1"),
        ("1.0^", ">", "1.0"), ("1.0^git1", ">", "1.0"), ("1.0^git1", "<", "1.0^git2"),
        ("1.0^git1", "<", "1.01"), ("1.0^20160101", "<", "1.0.1"),
        ("1.0^20160101^git1", ">", "1.0^20160101"), ("1.0~rc1^git1", ">", "1.0~rc1"),
        ("1.0^git1~pre", "<", "1.0^git1"), ("1b.fc17", "=", "1b.fc17"),
        ("1b.fc17", "<", "1.fc17"), ("1g.fc17", ">", "1.fc17"),
    ]

    @Test func readsThePartsOfAText() throws {
        let version = try RPMVersion("2:1.4-rc-3.fc25")
        #expect(version.epoch == "2")
        #expect(version.version == "1.4-rc")
        #expect(version.release == "3.fc25")
        #expect(version.description == "2:1.4-rc-3.fc25")
    }

    @Test(arguments: ["", "1:", "1-", "-1", "1:-2", "1 0", "1\00", "1\n"])
    func refusesEmptyPartsAndSpaces(_ text: String) {
        #expect(
            refusal { () throws(PrimitivesError) in _ = try RPMVersion(text) }
                == .versionMalformed
        )
    }

    @Test(arguments: ["", "x", "-1", "1 "])
    func refusesAnEpochThatIsNotANumber(_ epoch: String) {
        let code = refusal { () throws(PrimitivesError) in
            _ = try RPMVersion(epoch: epoch, version: "1", release: "1")
        }
        #expect(code == .versionMalformed)
    }

    @Test func theEpochDecidesBeforeTheVersion() throws {
        #expect(try RPMVersion("1:1.0-1") > RPMVersion("9.9-9"))
        #expect(try RPMVersion("99999999999999999999:1") > RPMVersion("9:2"))
    }

    @Test func aMissingEpochIsZero() throws {
        #expect(try Set([RPMVersion("1-1"), RPMVersion("0:1-1"), RPMVersion(":1-1")]).count == 1)
    }

    @Test func aMissingReleaseComesBeforeAnyRelease() throws {
        #expect(try RPMVersion("1") < RPMVersion("1-0"))
    }

    @Test func spellingsOfOneVersionHashAlike() throws {
        #expect(try Set([RPMVersion("2.0"), RPMVersion("2_0"), RPMVersion("2.00.")]).count == 1)
    }

    @Test func lettersAndDigitsAreSegmentsOfTheirOwn() throws {
        #expect(try RPMVersion("1a2") == RPMVersion("1.a.2"))
        #expect(try RPMVersion("12") != RPMVersion("1.2"))
    }

    @Test func orderAndHashAreLawful() throws {
        var generator = SeededGenerator(seed: 11)
        var values: [RPMVersion] = []
        for _ in 0..<60 { values.append(try RPMVersion(Self.random(&generator))) }
        expectLawful(values)
    }

    @Test func agreesWithKnownAnswers() throws {
        for (left, expected, right) in Self.known {
            #expect(try sign(RPMVersion(left), RPMVersion(right)) == expected, "\(left) \(right)")
            #expect(
                try sign(RPMVersion(right), RPMVersion(left)) == Self.mirror(expected),
                "\(right) \(left)"
            )
        }
    }

    @Test(.enabled(if: Oracle.has(tool: "rpm"), "rpm is not installed"))
    func agreesWithRPMOnKnownAndRandomPairs() throws {
        var generator = SeededGenerator(seed: 5)
        var pairs = Self.known.map { ($0.0, $0.2) }
        for _ in 0..<400 { pairs.append((Self.random(&generator), Self.random(&generator))) }
        for _ in 0..<200 {
            let version = Self.random(&generator)
            pairs.append(
                (version, version + generator.pick(["0", "~", "^", ".", "a", ".0", "~1", "^1"]))
            )
        }
        let answers = try Oracle.lines(
            ofScript: """
                rpm --eval "%{lua: for l in io.lines() do
                    local a, b = l:match('([^ ]+) ([^ ]+)')
                    io.stdout:write(rpm.vercmp(a, b), string.char(10)) end}"
                """,
            input: pairs.map { "\($0.0) \($0.1)\n" }.joined()
        )
        try #require(answers.count == pairs.count)
        for ((left, right), answer) in zip(pairs, answers) {
            let expected = answer == "0" ? "=" : answer == "1" ? ">" : "<"
            #expect(try sign(RPMVersion(left), RPMVersion(right)) == expected, "\(left) \(right)")
        }
    }

    private static func mirror(_ sign: String) -> String {
        sign == "<" ? ">" : sign == ">" ? "<" : "="
    }

    private static func random(_ generator: inout SeededGenerator) -> String {
        let pieces = [
            "0", "1", "01", "10", "99999999999999999999", "a", "rc", "Z", ".", "_", "~", "^", "+",
        ]
        return generator.pick(["0", "1", "a", "1.0"])
            + (0..<generator.below(6)).map { _ in generator.pick(pieces) }.joined()
    }
}
