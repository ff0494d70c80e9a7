import Primitives
import Testing

@Suite struct JSONParserTests {
    @Test func readsEveryKindOfValue() throws {
        let value = try parse(
            #" { "a" : [ null , true , false , -1 , 0 , "x" ] , "b" : { } , "c":[]} "#
        )
        #expect(value == ["a": [.null, true, false, -1, 0, "x"], "b": [:], "c": []])
    }

    @Test func keepsTheOrderOfMembers() throws {
        let members = try JSONNode(parse(#"{"b":1,"a":2,"":3}"#)).members()
        #expect(members.map(\.name) == ["b", "a", ""])
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\u00E9""#, "éé"),
        (#""\ud83d\ude00""#, "😀"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""\u0000""#, "\0"),
        ("\"é😀\u{7F}\u{2028}\"", "é😀\u{7F}\u{2028}"), (#""\uFFFE\ufeff""#, "\u{FFFE}\u{FEFF}"),
    ])
    func readsStrings(_ document: String, _ text: String) throws {
        #expect(try parse(document) == .string(text))
    }

    @Test(arguments: [
        "", " ", "{", "[", "\"", "nul", "nulll", "True", "tru", "'a'", "{a:1}", "{\"a\"}",
        "{\"a\":}", "{\"a\":1,}", "{,}", "[1,]", "[,1]", "[1 2]", "[1}", "{\"a\":1]", "]", ",",
        "1 2", "{}{}", "{} x", "//c\n1", "1 //", "\"a\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\",
        "\"\\u", "NaN", "Infinity", "-", "+1", ".5", "01", "-01", "00", "1.", "1.e1", "1e", "1e+",
        "0x10", "\u{A0}1", "\u{C}1", "\0", "1\0", "{}\0", "\"\\u+123\"", "\"\\u 123\"",
    ])
    func refusesWhatIsNotJSON(_ document: String) {
        for numbers in [JSONParser.Numbers.integers, .any] {
            let code = refusal { () throws(PrimitivesError) in
                _ = try JSONParser.parse([UInt8](document.utf8), numbers: numbers)
            }
            #expect(code == .jsonSyntax)
        }
    }

    @Test(arguments: [
        #"{"a":1,"a":1}"#, #"{"a":1,"b":2,"a":3}"#, #"{"a":1,"\u0061":2}"#, #"{"":1,"":1}"#,
        #"[{"x":{"/":1,"\/":2}}]"#, "{\"é\":1,\"\\u00e9\":2}", #"{"😀":1,"\ud83d\ude00":2}"#,
    ])
    func refusesAMemberGivenTwice(_ document: String) {
        #expect(code(document) == .jsonDuplicateMember)
    }

    @Test func namesTheSecondOfTwoMembers() {
        let error = #expect(throws: PrimitivesError.self) { try parse(#"{"a":1, "a":2}"#) }
        #expect(error?.description == "byte 8: the member “a” is given twice")
    }

    @Test func composedAndDecomposedNamesAreTwoMembers() throws {
        let value = try parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value["\u{E9}"] == 1)
        #expect(value["e\u{301}"] == 2)
    }

    @Test func lineEndNamesAreTwoMembers() throws {
        #expect(try parse(#"{"\r\n":1,"\n":2,"\r":3}"#)["\n"] == 2)
    }

    @Test(arguments: [("[", "]"), ("{\"a\":", "}")])
    func nestsTo64AndNoDeeper(_ open: String, _ close: String) throws {
        func nested(_ depth: Int) -> String {
            String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        }
        #expect(JSONParser.maximumDepth == 64)
        #expect(code(nested(64)) == nil)
        #expect(code(nested(65)) == .jsonTooDeep)
        #expect(code(String(repeating: open, count: 100_000)) == .jsonTooDeep)
    }

    @Test(arguments: ["1.0", "1e0", "1E5", "-0.0", "1e400", "0.1", "1.5e-3"])
    func aNumberThatIsNotAnIntegerIsReadOnlyWhenAskedFor(_ number: String) throws {
        #expect(code(number) == .jsonNotAnInteger)
        #expect(try JSONParser.parse([UInt8](number.utf8), numbers: .any) == .decimal(number))
    }

    @Test(arguments: [
        "9223372036854775808", "-9223372036854775809", "18446744073709551616",
        "1" + String(repeating: "0", count: 1000),
    ])
    func refusesIntegersOver64Bits(_ number: String) throws {
        #expect(code(number) == .jsonIntegerOutOfRange)
        #expect(try JSONParser.parse([UInt8](number.utf8), numbers: .any) == .decimal(number))
    }

    @Test func readsTheLargestIntegers() throws {
        #expect(
            try parse("[9223372036854775807,-9223372036854775808,-0]") == [
                .integer(.max), .integer(.min), 0,
            ]
        )
    }

    @Test func trueIsNotOne() throws {
        #expect(try parse("true") != parse("1"))
    }

    @Test(
        arguments: [
            [0x80], [0xC3], [0xC0, 0x80], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFF],
            [0xFE],
        ] as [[UInt8]]
    )
    func refusesInvalidUTF8(_ bytes: [UInt8]) {
        for document in [[0x22] + bytes + [0x22], Array("{\"".utf8) + bytes + Array("\":1}".utf8)] {
            let code = refusal { () throws(PrimitivesError) in _ = try JSONParser.parse(document) }
            #expect(code == .jsonInvalidText)
        }
    }

    @Test(arguments: [
        #""\ud800""#, #""\udc00""#, #""\ud800x""#, #""\ud800\n""#, #""\ud800\ud800""#,
        #""\ud800\u0041""#, #""\ud800\ue000""#, #""\udbff\uffff""#, #""\udc00\ud800""#,
        #"{"\ud83d":1}"#,
    ])
    func refusesALoneSurrogate(_ document: String) {
        #expect(code(document) == .jsonInvalidText)
    }

    @Test func refusesASurrogatePairSpelledInBytes() {
        // A surrogate pair spelled in raw bytes (CESU-8) is not UTF-8.
        let document: [UInt8] = [0x22, 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80, 0x22]
        #expect(
            refusal { () throws(PrimitivesError) in _ = try JSONParser.parse(document) }
                == .jsonInvalidText
        )
    }

    @Test func refusesEveryControlCharacterInAString() {
        for byte in 0..<UInt8(0x20) {
            let code = refusal { () throws(PrimitivesError) in
                _ = try JSONParser.parse([0x22, byte, 0x22])
            }
            #expect(code == .jsonInvalidText, "byte \(byte)")
        }
    }

    @Test(
        arguments: [
            [0xEF, 0xBB, 0xBF, 0x7B, 0x7D], [0xFE, 0xFF, 0x00, 0x7B], [0xFF, 0xFE, 0x7B, 0x00],
        ] as [[UInt8]]
    )
    func refusesAByteOrderMark(_ document: [UInt8]) {
        #expect(
            refusal { () throws(PrimitivesError) in _ = try JSONParser.parse(document) }
                == .jsonSyntax
        )
    }

    private func parse(_ text: String) throws(PrimitivesError) -> JSONValue {
        try JSONParser.parse([UInt8](text.utf8))
    }

    private func code(_ text: String) -> PrimitivesError.Code? {
        refusal { () throws(PrimitivesError) in _ = try parse(text) }
    }
}
