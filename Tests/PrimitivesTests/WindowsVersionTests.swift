import Primitives
import Testing

@Suite struct WindowsVersionTests {
    @Test(
        arguments: [
            ("57.0.2", [57, 0, 2], ""), ("v4.0", [4, 0], ""), ("V2", [2], ""),
            ("22.01 (x64)", [22, 1], " (x64)"), ("2.4.x-build-26", [2, 4], ".x-build-26"),
            ("10.1.2.3.0", [10, 1, 2, 3, 0], ""), ("1.", [1], "."), ("1..2", [1], "..2"),
            ("\u{A0}3.1.4\u{0}\r\n", [3, 1, 4], ""), ("1,2", [1], ",2"),
        ] as [(String, [UInt64], String)]
    )
    func readsNumbersAndKeepsTheRest(_ text: String, _ numbers: [UInt64], _ rest: String) throws {
        let version = try WindowsVersion(text)
        #expect(version.components == numbers)
        #expect(version.suffix == rest)
        #expect(version.isExact == rest.isEmpty)
    }

    @Test func keepsTheTextForDisplay() throws {
        #expect(try WindowsVersion(" v2.0.0.23 (en-US) ").description == "v2.0.0.23 (en-US)")
    }

    @Test(arguments: [
        "", " ", "v", "vv1", "-1", ".1", "beta", "18446744073709551616", "1.99999999999999999999",
    ])
    func refusesTextWithoutANumberToCompare(_ text: String) {
        #expect(
            refusal { () throws(PrimitivesError) in _ = try WindowsVersion(text) }
                == .versionMalformed
        )
    }

    @Test func missingNumbersAreZero() throws {
        #expect(
            try Set([
                WindowsVersion("1.2"), WindowsVersion("1.2.0.0"), WindowsVersion("v01.02.0"),
            ]).count == 1
        )
        #expect(try WindowsVersion("0") == WindowsVersion("0.0.0"))
    }

    @Test func numbersAreComparedAsNumbers() throws {
        #expect(try WindowsVersion("1.9") < WindowsVersion("1.10"))
        #expect(try WindowsVersion("1.2.3") < WindowsVersion("1.2.3.1"))
        #expect(try WindowsVersion("2") > WindowsVersion("1.99.99.99"))
        #expect(try WindowsVersion("10.0.19045.3803") < WindowsVersion("10.0.22621.1"))
    }

    @Test func theSuffixTakesNoPartInComparison() throws {
        #expect(try WindowsVersion("3.11.4 (64-bit)") == WindowsVersion("3.11.4"))
    }

    @Test func orderAndHashAreLawful() throws {
        var generator = SeededGenerator(seed: 13)
        var values: [WindowsVersion] = []
        for _ in 0..<40 {
            let numbers = (0...generator.below(4)).map { _ in String(generator.below(3)) }
            values.append(try WindowsVersion(numbers.joined(separator: ".")))
        }
        expectLawful(values)
    }
}
