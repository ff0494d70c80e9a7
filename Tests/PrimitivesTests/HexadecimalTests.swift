import Primitives
import Testing

@Suite struct HexadecimalTests {
    @Test func everyByteComesBack() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(Hexadecimal.decode(Hexadecimal.encode(bytes)) == bytes)
    }

    @Test func writesTwoLowerCaseDigitsAByte() {
        #expect(Hexadecimal.encode([0x00, 0x0A, 0xF0, 0xFF]) == "000af0ff")
        #expect(Hexadecimal.encode([]) == "")
        #expect(Hexadecimal.decode("") == [])
    }

    @Test(arguments: ["0", "000", "0G", "AA", "0x", " 0", "é", "a\0", "//", "::", "``"])
    func refusesAnythingElse(_ text: String) {
        #expect(Hexadecimal.decode(text) == nil)
    }
}
