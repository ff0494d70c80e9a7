import Model
import Primitives
import Testing

@Suite struct PathRulesTests {
    private func rules(_ pairs: [(String, PathClass)]) throws -> PathRules {
        PathRules(try pairs.map { PathRule(try PathPattern($0.0), $0.1) })
    }

    private func pathClass(_ rules: PathRules, _ path: String) throws -> PathClass {
        rules.pathClass(of: try RelativePath(path))
    }

    @Test func aPathNoRuleNamesIsExact() throws {
        let rules = try rules([("/home", .preserve)])
        #expect(try pathClass(rules, "usr/bin/env") == .exact)
        #expect(try pathClass(rules, "homes") == .exact)
        #expect(rules.pathClass(of: .root) == .exact)
    }

    @Test func aRuleHoldsForAllBelow() throws {
        let rules = try rules([("/home", .preserve)])
        #expect(try pathClass(rules, "home") == .preserve)
        #expect(try pathClass(rules, "home/a/b/c") == .preserve)
    }

    @Test func theDeeperRuleWinsInAnyOrder() throws {
        for pairs in [
            [("/var", PathClass.volatile), ("/var/lib/x", .exact)],
            [("/var/lib/x", .exact), ("/var", .volatile)],
        ] {
            let rules = try rules(pairs)
            #expect(try pathClass(rules, "var/lib/x/y") == .exact)
            #expect(try pathClass(rules, "var/lib/z") == .volatile)
        }
    }

    @Test func aNameWithoutWildcardWinsOverOneWith() throws {
        let rules = try rules([("/etc/a*", .preserve), ("/etc/abc", .once), ("/etc/*c", .merge)])
        #expect(try pathClass(rules, "etc/abc") == .once)
        #expect(try pathClass(rules, "etc/abd") == .preserve)
    }

    @Test func aWildcardStaysInOneComponent() throws {
        let rules = try rules([("/usr/*/cache", .generated)])
        #expect(try pathClass(rules, "usr/share/cache/x") == .generated)
        #expect(try pathClass(rules, "usr/share/a/cache") == .exact)
    }

    @Test func socleKeepsItsOwnPathsWhateverTheRulesSay() throws {
        let rules = try rules([
            ("/var/lib/socle", .exact), ("/var/lib/socle/journal", .volatile),
            ("/etc/socle", .exact),
        ])
        #expect(try pathClass(rules, "var/lib/socle/journal/x") == .preserve)
        #expect(try pathClass(rules, "etc/socle/root.json") == .preserve)
        #expect(try pathClass(rules, ".socle/wal") == .volatile)
    }

    @Test func tellsWhetherRulesReachBelow() throws {
        let rules = try rules([("/usr/share/*/__pycache__", .generated)])
        #expect(rules.hasRules(below: .root))
        #expect(rules.hasRules(below: try RelativePath("usr/share")))
        #expect(rules.hasRules(below: try RelativePath("usr/share/doc")))
        #expect(!rules.hasRules(below: try RelativePath("usr/share/doc/bash")))
        #expect(!rules.hasRules(below: try RelativePath("usr/bin")))
    }

    @Test func agreesWithTheDefinitionOnRandomRules() throws {
        var state: UInt64 = 20_261_123
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let names = ["a", "b", "ab", "a*", "*", "*b", "c"]
        for _ in 0..<300 {
            let list = (0..<random(8) + 1).map { _ -> (String, PathClass) in
                let path = (0..<random(4) + 1).map { _ in "/" + names[random(names.count)] }
                    .joined()
                return (path, PathClass.allCases[random(PathClass.allCases.count)])
            }
            let rules = try rules(list)
            for _ in 0..<20 {
                let path = try RelativePath(
                    (0..<random(5) + 1).map { _ in ["a", "b", "ab", "c"][random(4)] }
                        .joined(separator: "/")
                )
                let depth =
                    list.filter { (try? PathPattern($0.0))?.covers(path) == true }
                    .map { $0.0.utf8.filter { $0 == UInt8(ascii: "/") }.count }.max() ?? 0
                let candidates = list.filter {
                    (try? PathPattern($0.0))?.covers(path) == true
                        && $0.0.utf8.filter { $0 == UInt8(ascii: "/") }.count == depth
                }
                let found = rules.pathClass(of: path)
                #expect(
                    candidates.isEmpty ? found == .exact : candidates.contains { $0.1 == found }
                )
                let plain = candidates.last { !$0.0.contains("*") }
                if let plain { #expect(found == plain.1, "\(list) \(path)") }
            }
        }
    }
}
