import Inventory
import Model
import Testing

@Suite struct RelationParserTests {
    @Test
    func readsAlternativesVersionsAndQualifiers() throws {
        let groups = try RelationParser.parse("a (>= 1:2.0-1) | b, c:any, d (<< 3)")
        #expect(groups.count == 3)
        #expect(
            groups[0] == [
                .init(name: "a", comparison: .laterOrEqual, version: "1:2.0-1"), .init(name: "b"),
            ]
        )
        #expect(groups[1] == [.init(name: "c", architecture: "any")])
        #expect(groups[2] == [.init(name: "d", comparison: .earlier, version: "3")])
    }

    @Test
    func passesOverArchitecturesProfilesAndEmptyElements() throws {
        let groups = try RelationParser.parse("a (= 1) [amd64 !i386] <!nocheck> <x>, , b [arm64],")
        #expect(groups.map { $0.map(\.name) } == [["a"], ["b"]])
        #expect(groups[0][0].version == "1")
    }

    @Test(arguments: [
        "a b", "a (", "a (>=)", "a (>= 1", "(>= 1)", "a [x", "a:", "a ! b", "a (>< 1)",
    ])
    func refusesWhatIsNoRelation(text: String) {
        let error = #expect(throws: InventoryError.self) { try RelationParser.parse(text) }
        #expect(error?.code == .malformed)
    }

    @Test
    func takesTheOldSignsForOrEqual() throws {
        let groups = try RelationParser.parse("a (< 1), b (> 1), c (1)")
        #expect(groups.map { $0[0].comparison } == [.earlierOrEqual, .laterOrEqual, .equal])
    }

    @Test
    func anEmptyFieldHasNoGroup() throws {
        #expect(try RelationParser.parse("  \n ").isEmpty)
    }
}
