/// The path patterns of delegations: `*` and `?` never cross a `/`, letters are compared exactly.
enum PathGlob {
    /// Whether `path` matches `pattern`, component by component.
    static func matches(_ pattern: String, _ path: String) -> Bool {
        let patterns = components(pattern)
        let names = components(path)
        guard patterns.count == names.count else { return false }
        return zip(patterns, names).allSatisfy { matches($0, $1) }
    }

    private static func components(_ text: String) -> [[Unicode.Scalar]] {
        text.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false).map(Array.init)
    }

    /// Linear in practice: only the last `*` is ever tried again.
    private static func matches(_ pattern: [Unicode.Scalar], _ name: [Unicode.Scalar]) -> Bool {
        var p = 0
        var n = 0
        var star: (pattern: Int, name: Int)?
        while n < name.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (p, n)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == name[n] {
                p += 1
                n += 1
            } else if let last = star {
                star = (last.pattern, last.name + 1)
                p = last.pattern + 1
                n = last.name + 1
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
