import Primitives
import Testing

@Suite struct JSONFuzzTests {
    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func whatIsWrittenIsReadBack(seed: UInt64) throws {
        var generator = JSONGenerator(seed: seed)
        let value = generator.value()
        #expect(try JSONParser.parse([UInt8](JSONWriter.pretty(value).utf8)) == value)
        #expect(try JSONParser.parse([UInt8](JSONWriter.compact(value).utf8)) == value)
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func theCanonicalFormIsReadBackAndStable(seed: UInt64) throws {
        var generator = JSONGenerator(seed: seed, controls: false)
        let value = generator.value()
        let canonical = try CanonicalJSON.encode(value)
        let read = try JSONParser.parse(canonical)
        #expect(read == value.sorted)
        #expect(try CanonicalJSON.encode(read) == canonical)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func aDocumentCutAnywhereIsRefused(seed: UInt64) throws {
        var generator = JSONGenerator(seed: seed)
        let document = [UInt8](
            JSONWriter.compact(.array([generator.object(), generator.object()])).utf8
        )
        for length in 0..<document.count {
            let code = refusal { () throws(PrimitivesError) in
                _ = try JSONParser.parse([UInt8](document[..<length]), numbers: .any)
            }
            #expect(code != nil, "seed \(seed), cut at \(length)")
        }
    }

    /// 50,000 documents in all: a trap ends the run, and what is still read must be sound.
    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func noMutationTrapsTheReader(seed: UInt64) throws {
        var generator = JSONGenerator(seed: seed)
        var accepted = 0
        for round in 0..<1000 {
            let original = generator.value()
            var bytes = [UInt8](JSONWriter.compact(original).utf8)
            for _ in 0...generator.random.below(3) { Self.mutate(&bytes, &generator.random) }
            let numbers = generator.random.pick([JSONParser.Numbers.integers, .any])
            do throws(PrimitivesError) {
                let value = try JSONParser.parse(bytes, numbers: numbers)
                accepted += 1
                let rewritten = [UInt8](JSONWriter.compact(value).utf8)
                #expect(
                    try JSONParser.parse(rewritten, numbers: numbers) == value,
                    "seed \(seed), round \(round)"
                )
            } catch {
                #expect(error.subject.hasPrefix("byte "), "seed \(seed), round \(round)")
            }
        }
        // Were nothing or everything accepted, the mutations would show nothing.
        #expect((1..<1000).contains(accepted))
    }

    @Test func randomBytesNeverTrapTheReader() {
        var generator = SeededGenerator(seed: 29)
        let alphabet = [UInt8]("{}[]\",:\\u0dD8eE+-.1tfn \n".utf8) + [0, 0xC3, 0xED, 0xFF]
        var refused = 0
        for _ in 0..<20_000 {
            let bytes = (0..<generator.below(24)).map { _ in generator.pick(alphabet) }
            let code = refusal { () throws(PrimitivesError) in
                _ = try JSONParser.parse(bytes, numbers: .any)
            }
            if code != nil { refused += 1 }
        }
        #expect(refused > 15_000)
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let place = random.below(bytes.count + 1)
        switch random.below(6) {
        case 0: bytes.insert(UInt8(random.below(256)), at: place)
        case 1: bytes.insert(contentsOf: random.pick(tokens), at: place)
        case 2 where place < bytes.count: bytes.remove(at: place)
        case 3 where place < bytes.count: bytes[place] ^= 1 << UInt8(random.below(8))
        case 4: bytes.removeSubrange(place...)
        case 5:
            let end = random.below(bytes.count - place + 1) + place
            bytes.insert(contentsOf: bytes[place..<end], at: random.below(bytes.count + 1))
        default: bytes.append(0x20)
        }
    }

    private static let tokens = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "\\u0000", "-", "0",
        ".", "e", "1e9", "99999999999999999999", "null", " ", "[[[[[[[[[[[[[[[[", "{\"a\":",
    ].map { [UInt8]($0.utf8) }
}
