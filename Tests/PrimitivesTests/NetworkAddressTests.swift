import Primitives
import Testing

@Suite struct NetworkAddressTests {
    @Test(arguments: [
        ("192.0.2.1", [192, 0, 2, 1]),
        ("0.0.0.0", [0, 0, 0, 0]),
        ("::ffff:192.0.2.1", [192, 0, 2, 1]),
        ("2001:db8::1", [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
        ("::", [UInt8](repeating: 0, count: 16)),
        ("1:2:3:4:5:6:7:8", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]),
        ("fe80::", [0xFE, 0x80] + [UInt8](repeating: 0, count: 14)),
    ])
    func readsBothFamilies(_ text: String, _ bytes: [UInt8]) throws {
        #expect(try NetworkAddress(text).bytes == bytes)
    }

    @Test(arguments: [
        "", "192.0.2", "192.0.2.1.5", "192.0.2.256", "192.0.02.1", "192.0.2.-1", "192.0.2.1 ",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":1:2:3:4:5:6:7", "12345::", "g::1",
        "1:2:3:4:5:6:7:8::", "::1%eth0", "é::1", "192.0.2.1:80",
    ])
    func refusesAnyOtherText(_ text: String) {
        #expect(throws: PrimitivesError.self) { try NetworkAddress(text) }
    }

    @Test func containsWhatSharesItsFirstBits() throws {
        let range = try NetworkRange("172.17.0.0/20")
        #expect(range.contains(try NetworkAddress("172.17.15.255")))
        #expect(!range.contains(try NetworkAddress("172.17.16.0")))
        #expect(!range.contains(try NetworkAddress("::1")))
        #expect(try NetworkRange("0.0.0.0/0").contains(NetworkAddress("203.0.113.9")))
        #expect(try NetworkRange("192.0.2.7/32").contains(NetworkAddress("192.0.2.7")))
        #expect(try NetworkRange("2001:db8::/33").contains(NetworkAddress("2001:db8:7fff::1")))
        #expect(try !NetworkRange("2001:db8::/33").contains(NetworkAddress("2001:db8:8000::1")))
    }

    @Test(arguments: [
        "172.17.0.1/20", "172.17.0.0/33", "172.17.0.0", "172.17.0.0/", "::/129", "/8",
    ])
    func refusesARangeThatIsNone(_ text: String) {
        #expect(throws: PrimitivesError.self) { try NetworkRange(text) }
    }

    @Test func writesAnAddressThatReadsBack() throws {
        for text in ["192.0.2.1", "2001:db8::1"] {
            let address = try NetworkAddress(text)
            #expect(try NetworkAddress(address.description) == address)
        }
    }
}
