internal import Model
internal import Primitives

/// What an entry says of entries that were removed: the number and the digest of the last of them.
///
/// The first entry that is left names that digest as the one before it, so the chain goes on.
struct Pruning {
    /// The number of the last entry removed.
    let through: Int64
    /// Its digest.
    let head: Digest

    init(through: Int64, head: Digest) {
        self.through = through
        self.head = head
    }

    /// Reads it from an entry; nil for an entry that says something else.
    init?(_ entry: JournalEntry) {
        guard entry.action == .pruned else { return nil }
        let node = JSONNode(entry.details)
        do {
            through = try node.member("jusqua").integer(in: 1...Int64.max)
            head = try node.member("empreinte").parsed { text throws(PrimitivesError) in
                try Digest(hex: text)
            }
        } catch {
            return nil
        }
    }

    /// The details of the entry that says it, with the rule that asked for it.
    func details(months: Int) -> JSONValue {
        [
            "jusqua": .integer(through), "empreinte": .string(head.hex),
            "mois": .integer(Int64(months)),
        ]
    }
}
