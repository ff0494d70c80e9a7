import Primitives
import Testing

@Suite struct JSONWriterTests {
    @Test func indentsByTwoSpacesAndEndsWithANewline() {
        let value: JSONValue = ["b": [1, [:], []], "a": ["c": .null], "d": .decimal("1.50")]
        #expect(
            JSONWriter.pretty(value) == """
                {
                  "b": [
                    1,
                    {},
                    []
                  ],
                  "a": {
                    "c": null
                  },
                  "d": 1.50
                }

                """
        )
    }

    @Test func compactHoldsNoSpace() {
        #expect(JSONWriter.compact(["b": [1, true], "a": "x y"]) == #"{"b":[1,true],"a":"x y"}"#)
    }

    @Test func escapesControlCharacters() {
        #expect(
            JSONWriter.compact("\"\\\n\r\t\0\u{1B}\u{7F}é")
                == #""\"\\\n\r\t\u0000\u001b\u007fé""#
        )
    }
}
