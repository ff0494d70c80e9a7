import Model
import Primitives

/// Differences of files, sorted by what will be said of them.
struct FileGroups {
    /// Differences by subject, in path order.
    struct Group {
        private(set) var groups: [String: [FileDifference]] = [:]

        mutating func add(_ difference: FileDifference, to subject: String) {
            groups[subject, default: []].append(difference)
        }
    }

    /// Most differences a finding names as evidence.
    static let evidenceLimit = 10

    var altered = Group()
    var metadata = Group()
    var settings = Group()
    var foreign = Group()
    /// Paths that belong to what another finding is about, by that finding's place.
    private(set) var folded: [Int: [RelativePath]] = [:]

    mutating func fold(_ difference: FileDifference, under place: Int) {
        folded[place, default: []].append(difference.path)
    }

    /// The folder a path without owner is told under: two levels deep at most, such as `/opt/jeu`.
    static func folder(of path: RelativePath) -> String {
        path.components.prefix(2).map { "/" + String(decoding: $0, as: UTF8.self) }.joined()
    }

    /// Leaves out foreign folders of which something inside is told; `differences` in path order.
    static func withoutFullFolders(_ differences: [FileDifference]) -> [FileDifference] {
        differences.indices.compactMap { index in
            let difference = differences[index]
            guard difference.fileKind == .directory, index + 1 < differences.count,
                differences[index + 1].path.isWithin(difference.path)
            else { return difference }
            return nil
        }
    }
}
