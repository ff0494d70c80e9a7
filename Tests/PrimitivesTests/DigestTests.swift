import Primitives
import Testing

@Suite struct DigestTests {
    /// SHA-256 of nothing (FIPS 180-4).
    static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    @Test func readsBackWhatItWrites() throws {
        let digest = try Digest(hex: Self.empty)
        #expect(digest.hex == Self.empty)
        #expect(digest.description == Self.empty)
        #expect(digest.bytes.count == Digest.byteCount)
        #expect(try Digest(bytes: digest.bytes) == digest)
    }

    @Test(arguments: [
        "", String(empty.dropLast()), String(empty.dropLast(2)), empty + "00", empty.uppercased(),
        "g" + empty.dropFirst(), " " + empty.dropFirst(),
    ])
    func refusesOtherText(_ text: String) {
        #expect(
            refusal { () throws(PrimitivesError) in _ = try Digest(hex: text) }
                == .digestMalformed
        )
    }

    @Test(arguments: [0, 31, 33])
    func refusesOtherLengths(_ count: Int) {
        let code = refusal { () throws(PrimitivesError) in
            _ = try Digest(bytes: [UInt8](repeating: 0, count: count))
        }
        #expect(code == .digestMalformed)
    }

    @Test func prefixIsTheFirstEightBytes() throws {
        #expect(try Digest(hex: Self.empty).prefix == 0xE3B0_C442_98FC_1C14)
    }

    @Test func ordersAsItsBytesDo() throws {
        var generator = SeededGenerator(seed: 19)
        let all = (0..<50).map { _ in
            (0..<32).map { _ in generator.pick([0, 1, 0x80, 0xFF] as [UInt8]) }
        }
        for left in all {
            for right in all {
                let less = try Digest(bytes: left) < Digest(bytes: right)
                #expect(less == left.lexicographicallyPrecedes(right))
            }
        }
    }
}
