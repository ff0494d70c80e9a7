import Primitives
import Testing

@Suite struct CanonicalJSONTests {
    @Test(arguments: [
        ("{}", "{}"), ("[]", "[]"), (" null ", "null"), ("[ true , false ]", "[true,false]"),
        (#"{"b":1,"a":{"d":[ 3 , 2 ],"c":null}}"#, #"{"a":{"c":null,"d":[3,2]},"b":1}"#),
        (#"{"B":1,"a":2,"A":3,"_":4,"":5}"#, #"{"":5,"A":3,"B":1,"_":4,"a":2}"#),
        (#"{"a":1,"aa":2,"a.b":3}"#, #"{"a":1,"a.b":3,"aa":2}"#),
        ("-0", "0"), ("-9223372036854775808", "-9223372036854775808"),
        (#""\/\u00e9\ud83d\ude00""#, "\"/é😀\""), (#""\"\\""#, #""\"\\""#),
        (#""\n\r\t\b\f\u0000\u001f\u007f""#, "\"\n\r\t\u{8}\u{C}\0\u{1F}\u{7F}\""),
    ])
    func writesTheKnownForm(_ document: String, _ canonical: String) throws {
        let value = try JSONParser.parse([UInt8](document.utf8))
        #expect(try CanonicalJSON.encode(value) == [UInt8](canonical.utf8))
    }

    @Test func sortsByBytesAndNotByCharactersOrUTF16() throws {
        // In UTF-16 the emoji (U+1F600, D83D…) would come before U+FB01; as characters the two
        // spellings of é would be one.
        let value: JSONValue = ["😀": 1, "\u{FB01}": 2, "\u{E9}": 3, "e\u{301}": 4, "z": 5]
        let expected = "{\"e\u{301}\":4,\"z\":5,\"\u{E9}\":3,\"\u{FB01}\":2,\"😀\":1}"
        #expect(try CanonicalJSON.encode(value) == [UInt8](expected.utf8))
    }

    @Test func refusesADecimal() {
        let code = refusal { () throws(PrimitivesError) in
            _ = try CanonicalJSON.encode(["a": [.decimal("1.0")]])
        }
        #expect(code == .jsonNotAnInteger)
    }

    @Test func theOrderOfMembersDoesNotMatter() throws {
        let one: JSONValue = ["a": 1, "b": 2]
        let other: JSONValue = ["b": 2, "a": 1]
        #expect(one != other)
        #expect(try CanonicalJSON.encode(one) == CanonicalJSON.encode(other))
    }
}
