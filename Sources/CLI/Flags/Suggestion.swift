/// The known word a mistyped one is nearest to.
public enum Suggestion {
    /// The word of `known` fewest edits away from `word`, if that is at most a third of its length.
    public static func nearest(to word: String, among known: [String]) -> String? {
        let scored = Set(known).map { (word: $0, distance: distance($0, word)) }
        let best = scored.min { ($0.distance, $0.word) < ($1.distance, $1.word) }
        guard let best, best.distance <= max(1, (word.count + 2) / 3) else { return nil }
        return best.word
    }

    /// Optimal string alignment distance: insertions, deletions, substitutions, transpositions.
    static func distance(_ left: String, _ right: String) -> Int {
        let a = Array(left.utf8.prefix(64))
        let b = Array(right.utf8.prefix(64))
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                let cost = a[i] == b[j] ? 0 : 1
                var best = min(last[j + 1] + 1, row[j] + 1, last[j] + cost)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    best = min(best, before[j - 1] + 1)
                }
                row.append(best)
            }
            before = last
            last = row
        }
        return last[b.count]
    }
}
