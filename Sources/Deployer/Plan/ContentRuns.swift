internal import Model
internal import Packaging
internal import Primitives

/// Which frame runs have to be fetched, and what is copied from the station instead.
struct ContentRuns {
    /// One run of one layer.
    struct Run: Hashable {
        let layer: Int
        let key: UInt64
    }

    /// The entries wanted of each run, by the path the archive holds them under.
    private(set) var fetched: [Run: [RelativePath: Int]] = [:]
    /// Entries whose bytes are copied from a path of the station.
    private(set) var copied: [(index: Int, source: RelativePath)] = []
    /// Entries that are another name of a file staged for the entry `of`.
    private(set) var linked: [(index: Int, of: Int)] = []
    /// Entries that are another name of a file the station has.
    private(set) var linkedLive: [(index: Int, source: RelativePath)] = []
    /// Everything else that is written: empty files, merged files, links, devices, directories.
    private(set) var made: [Int] = []

    init(
        _ tree: TargetTree,
        work: [Draft.Work],
        merged: [Int: [UInt8]],
        reused: [Int: RelativePath],
        comparison: ComparisonResult
    ) {
        let live = Self.liveMembers(tree, work, comparison)
        var leaders: [Int: Int] = [:]
        var wanted: [Run: [Int]] = [:]
        for index in work.indices where work[index] == .write {
            let entry = tree.entries[index].entry
            guard entry.kind == .regular, merged[index] == nil else {
                made.append(index)
                continue
            }
            let carrier = tree.carrier(of: index)
            if let member = live[carrier], member != index {
                linkedLive.append((index, tree.entries[member].entry.path))
                continue
            }
            if let leader = leaders.updateValue(leaders[carrier] ?? index, forKey: carrier) {
                linked.append((index, leader))
                continue
            }
            guard let file = tree.file(at: index), file.size > 0 else {
                made.append(index)
                continue
            }
            wanted[Run(layer: file.layer, key: file.frame), default: []].append(index)
        }
        for (run, indices) in wanted {
            if indices.allSatisfy({ reused[$0] != nil }) {
                copied += indices.compactMap { index in reused[index].map { (index, $0) } }
            } else {
                for index in indices {
                    fetched[run, default: [:]][tree.entries[tree.carrier(of: index)].entry.path] =
                        index
                }
            }
        }
        copied.sort { $0.index < $1.index }
    }

    /// For each file with several names of which one stays in place, that name.
    private static func liveMembers(
        _ tree: TargetTree,
        _ work: [Draft.Work],
        _ comparison: ComparisonResult
    ) -> [Int: Int] {
        var carriers: Set<Int> = []
        for index in work.indices where work[index] == .write {
            let entry = tree.entries[index].entry
            if case .hardLink = entry.content { carriers.insert(tree.carrier(of: index)) }
        }
        guard !carriers.isEmpty else { return [:] }
        var live: [Int: Int] = [:]
        for (index, record) in comparison.records.enumerated() where work[index] != .write {
            guard record.standing == .same || record.standing == .metadata,
                tree.entries[index].entry.kind == .regular
            else { continue }
            let carrier = tree.carrier(of: index)
            if carriers.contains(carrier) { live[carrier] = index }
        }
        return live
    }
}
