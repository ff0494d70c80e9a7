import Foundation
import Primitives
import TestSupport
import Testing

/// The page of the module accounts for every rule of the convention, and for no other.
@Suite struct RuleTableTests {
    private static let repository = URL(fileURLWithPath: SharedData.repository)

    /// Rules named by tests: `A4_8: …` in the name of a test, or in a remark of a transcript.
    private func tested() throws -> Set<String> {
        let tests = Self.repository.appending(path: "Tests")
        let files = try #require(FileManager.default.enumerator(atPath: tests.path))
        let name = #/["#] ?((?:[AB]\d[a-z]?_\d+(?:, )?)+): /#
        var found: Set<String> = []
        for case let file as String in files
        where file.hasSuffix(".swift") || file.hasSuffix(".txt") {
            let text = try String(contentsOf: tests.appending(path: file), encoding: .utf8)
            for match in text.matches(of: name) {
                for id in String(match.output.1).components(separatedBy: ", ") {
                    found.insert(id.replacingOccurrences(of: "_", with: "-"))
                }
            }
        }
        return found
    }

    /// The rules the page says are people's to keep, each with its reason.
    private func left() throws -> [String: String] {
        let page = Self.repository.appending(
            path: "Sources/Convention/Convention.docc/Convention.md"
        )
        let text = try String(contentsOf: page, encoding: .utf8)
        let start = try #require(text.range(of: "### What is not software's to do"))
        var left: [String: String] = [:]
        for line in text[start.upperBound...].split(separator: "\n") {
            if line.hasPrefix("## ") { break }
            let cells: [String] = line.split(separator: "|").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard cells.count == 2, cells[0].contains(#/^[AB]\d/#) else { continue }
            for id in cells[0].components(separatedBy: ", ") { left[id] = cells[1] }
        }
        return left
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.absence))
    func everyRuleIsATestOrIsLeftToPeopleForAReason() throws {
        let file = SharedData.root + "/convention/rules.json"
        let rules = try #require(
            try JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(fileURLWithPath: file))
            ) as? [[String: String]]
        )
        let ids = { (kinds: [String]) in
            rules.filter { kinds.contains($0["kind"] ?? "") }.compactMap { $0["id"] }
        }
        let (tested, left) = (try tested(), try left())
        #expect(ids(["MUST", "CHECK"]).count == 43)
        for id in ids(["MUST", "CHECK"]) {
            #expect(tested.contains(id) || left[id] != nil, "\(id)")
        }
        for id in ids(["NOT"]) { #expect(tested.contains(id), "\(id) forbids, and has no test") }
        let known = Set(rules.compactMap { $0["id"] })
        #expect(tested.union(left.keys).subtracting(known).isEmpty)
        for (id, reason) in left { #expect(reason.count > 20, "\(id): \(reason)") }
    }
}
