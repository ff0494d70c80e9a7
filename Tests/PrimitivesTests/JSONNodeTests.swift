import Primitives
import Testing

@Suite struct JSONNodeTests {
    private let node = JSONNode([
        "name": "socle", "count": 3, "flag": true, "list": [["id": 1], "x"], "none": .null,
    ])

    @Test func readsEachKind() throws {
        #expect(try node.member("name").string() == "socle")
        #expect(try node.member("count").integer() == 3)
        #expect(try node.member("flag").bool())
        #expect(try node.member("list").elements().count == 2)
        #expect(try node.members().map(\.name) == ["name", "count", "flag", "list", "none"])
    }

    @Test func aMissingMemberIsNamedWithThePlaceItIsMissingFrom() throws {
        let place = try node.member("list").elements()[0]
        let error = #expect(throws: PrimitivesError.self) { try place.member("name") }
        #expect(error?.code == .jsonMissingMember)
        #expect(error?.description == "$.list[0]: the member “name” is missing")
    }

    @Test func anAbsentMemberIsNotANullOne() throws {
        #expect(try node.optionalMember("absent") == nil)
        #expect(try node.optionalMember("none")?.value == .null)
    }

    @Test func saysWhatItExpectedAndWhatItFound() throws {
        let error = #expect(throws: PrimitivesError.self) { try node.member("flag").integer() }
        #expect(error?.code == .jsonWrongType)
        #expect(error?.description == "$.flag: expected an integer, found a boolean")
    }

    @Test(arguments: ["name", "count", "flag", "list", "none"])
    func readsNoKindAsAnother(_ name: String) throws {
        let member = try node.member(name)
        let codes = [
            code { try member.string() }, code { try member.integer() },
            code { try member.bool() }, code { try member.elements() },
            code { try member.members() }, code { try member.optionalMember("a") },
        ]
        #expect(codes.count { $0 == nil } == (name == "none" ? 0 : 1))
        #expect(codes.allSatisfy { $0 == nil || $0 == .jsonWrongType })
    }

    @Test func anIntegerStaysInItsRange() throws {
        let count = try node.member("count")
        #expect(try count.integer(in: 3...3) == 3)
        for range in [0...2, 4...9] as [ClosedRange<Int64>] {
            #expect(
                refusal { () throws(PrimitivesError) in _ = try count.integer(in: range) }
                    == .jsonIntegerOutOfRange
            )
        }
        #expect(
            refusal { () throws(PrimitivesError) in _ = try JSONNode(-1).integer() }
                == .jsonIntegerOutOfRange
        )
    }

    @Test func aRefusedTextIsPlacedInTheDocument() throws {
        let error = #expect(throws: PrimitivesError.self) {
            try node.member("name").parsed { (text) throws(PrimitivesError) in try Day(text) }
        }
        #expect(error?.code == .dayMalformed)
        #expect(error?.description == "$.name: “socle”: expected YYYY-MM-DD")
    }

    @Test func anUnknownMemberIsRefusedByName() throws {
        try node.allowMembers(["name", "count", "flag", "list", "none", "more"])
        let error = #expect(throws: PrimitivesError.self) {
            try node.allowMembers(["name", "count", "list", "none"])
        }
        #expect(error?.code == .jsonUnknownMember)
        #expect(error?.subject == "$.flag")
    }

    @Test func aMemberIsKnownByItsBytes() {
        // The Kelvin sign is canonically equivalent to K, so String takes them for one.
        let twin = JSONNode(["\u{212A}": 1])
        #expect(
            refusal { () throws(PrimitivesError) in try twin.allowMembers(["K"]) }
                == .jsonUnknownMember
        )
        #expect(throws: PrimitivesError.self) { try twin.member("K") }
    }

    /// The code with which `read` is refused; untyped, because the compiler (6.3.1) crashes
    /// on some closures with a typed error that drop a node.
    private func code<T>(_ read: () throws -> T) -> PrimitivesError.Code? {
        do {
            _ = try read()
            return nil
        } catch {
            return (error as? PrimitivesError)?.code
        }
    }
}
