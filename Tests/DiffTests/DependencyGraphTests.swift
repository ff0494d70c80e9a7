import Diff
import Model
import Testing

/// What keeps a package installed, one rule of apt a test.
@Suite struct DependencyGraphTests {
    private func orphans(
        _ items: [InventoryItem],
        keeping patterns: [String] = [],
        rules: DependencyGraph.Rules = .init()
    ) throws -> [String] {
        let graph = DependencyGraph(items, native: "amd64")
        return graph.orphans(keeping: try patterns.map(KeptPattern.init), rules: rules)
            .map { items[$0].name }
    }

    @Test func whatWasAskedForStaysAndWhatNothingNeedsGoes() throws {
        #expect(try orphans([package("a"), package("b", asked: false)]) == ["b"])
    }

    @Test(arguments: [
        package("a", depends: "b"), package("a", recommends: "b"), package("a", suggests: "b"),
    ])
    func dependsRecommendsAndSuggestsKeep(root: InventoryItem) throws {
        #expect(try orphans([root, package("b", asked: false)]).isEmpty)
    }

    @Test func suggestsDoNotKeepWhereAptIsToldSo() throws {
        let items = [package("a", suggests: "b"), package("b", asked: false)]
        #expect(try orphans(items, rules: .init(followsSuggests: false)) == ["b"])
    }

    @Test func everyInstalledAlternativeIsKept() throws {
        let items = [
            package("a", depends: "b | c | d"), package("b", asked: false),
            package("c", asked: false),
        ]
        #expect(try orphans(items).isEmpty)
    }

    @Test func aVersionThatIsNotMetDoesNotKeep() throws {
        let items = [package("a", depends: "b (>= 2)"), package("b", "1.9", asked: false)]
        #expect(try orphans(items) == ["b"])
    }

    @Test(arguments: [
        ("v", "v", true), ("v", "v (= 1)", true), ("v (>= 1)", "v", false),
        ("v (>= 1)", "v (= 1)", true), ("v (>= 2)", "v (= 1)", false),
    ])
    func aProviderMeetsAVersionOnlyIfItDeclaresOne(wish: String, offer: String, isKept: Bool) throws
    {
        let items = [package("a", depends: wish), package("b", asked: false, provides: offer)]
        #expect(try orphans(items).isEmpty == isKept)
    }

    @Test func ofProvidersBuiltFromOneSourceOnlyTheNewestIsKept() throws {
        let items = [
            package("a", depends: "v"),
            package("b1", "1", asked: false, provides: "v", source: "b"),
            package("b2", "2", asked: false, provides: "v", source: "b"),
        ]
        #expect(try orphans(items) == ["b1"])
    }

    @Test(arguments: [
        ("b", "", false), ("b", "foreign", true), ("b:any", "allowed", true),
        ("b:any", "same", false),
        ("b:i386", "", true), ("b:native", "", false),
    ])
    func anotherArchitectureServesOnlyAsMultiArchSays(
        wish: String,
        multiArch: String,
        isKept: Bool
    ) throws {
        let items = [
            package("a", depends: wish),
            package("b", asked: false, architecture: "i386", multiArch: multiArch),
        ]
        #expect(try orphans(items).isEmpty == isKept)
    }

    @Test func whatIsRemovedNeitherNeedsNorServes() throws {
        let items = [
            package("a", depends: "b", state: .removed), package("b", asked: false),
            package("c", depends: "d | b"), package("d", asked: false, state: .removed),
        ]
        #expect(try orphans(items).isEmpty)
        #expect(try orphans(Array(items.prefix(2))) == ["b"])
    }

    @Test func requiredHeldAndKeptPackagesAreRoots() throws {
        let items = [
            package("r", asked: false, priority: "required"),
            package("h", asked: false, state: .held), package("linux-firmware", asked: false),
            package("my-linux-firmware", asked: false),
        ]
        #expect(try orphans(items, keeping: ["^linux-firmware$"]) == ["my-linux-firmware"])
    }

    @Test func packagesThatNeedEachOtherAreLeftOverTogether() throws {
        let items = [
            package("a", asked: false, depends: "b"), package("b", asked: false, depends: "a"),
        ]
        #expect(try orphans(items) == ["a", "b"])
    }
}
