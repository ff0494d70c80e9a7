import Diff
import Testing

/// The part of POSIX extended expressions that apt's settings use.
@Suite struct KeptPatternTests {
    @Test(arguments: [
        ("^linux-firmware$", "linux-firmware", true),
        ("^linux-firmware$", "linux-firmware-x", false),
        ("firmware", "my-firmware-x", true), ("^firmware-linux.*", "firmware-linux-free", true),
        ("^linux-image-[a-z0-9]*$", "linux-image-amd64", true),
        ("^linux-image-[a-z0-9]*$", "linux-image-6.1-amd64", false),
        ("^postgresql.*-15", "postgresql-client-15", true), ("^gcc-[0-9]+$", "gcc-", false),
        ("^gcc-[0-9]+$", "gcc-12", true), ("^a?b$", "b", true), ("^a?b$", "aab", false),
        ("^(gcc|g\\+\\+)-12$", "g++-12", true), ("^(gcc|g\\+\\+)-12$", "g+-12", false),
        ("^[^a-c]x$", "dx", true), ("^[^a-c]x$", "bx", false), ("^LINUX$", "linux", true),
        ("a.c", "a.c", true), ("a\\.c", "abc", false), ("", "anything", true),
        ("^(a|b|(c|d)+)*e$", "abcdcde", true), ("^[]x]$", "]", true),
    ])
    func findsWhatThePatternSays(pattern: String, name: String, isFound: Bool) throws {
        #expect(try KeptPattern(pattern).matches(name) == isFound)
    }

    @Test(arguments: [
        "a{2}", "[[:alpha:]]", "(a", "a)", "[a", "a\\", "\\w", "*a", "a**", "[z-a]",
        String(repeating: "(", count: 100), String(repeating: "a", count: 2000),
    ])
    func whatIsNotSupportedIsRefused(pattern: String) {
        #expect(throws: DiffError.self) { try KeptPattern(pattern) }
    }

    @Test func aPatternMadeToBacktrackTakesNoTime() throws {
        let pattern = try KeptPattern("^" + String(repeating: "(a*)*", count: 20) + "b$")
        #expect(!pattern.matches(String(repeating: "a", count: 2000)))
    }

    @Test(arguments: UInt64(1)...200)
    func anyTextIsReadOrRefusedWithoutATrap(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        let alphabet = [Character]("ab^$.*+?[]()|\\-{0:")
        let text = String(
            (0..<24).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return alphabet[Int(state >> 33) % alphabet.count]
            }
        )
        do {
            let pattern = try KeptPattern(text)
            #expect(pattern.text == text)
            _ = pattern.matches("ab-ab0")
        } catch {
            #expect(error.subject == text)
        }
    }
}
