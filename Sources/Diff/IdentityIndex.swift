import Model

/// Finds which of many identities an item is, in one look-up for exact names.
struct IdentityIndex {
    /// One identity and the place of its owner in the list the index was made of.
    struct Entry {
        let owner: Int
        let identity: ComponentIdentity
        let pattern: IdentityPattern
    }

    private struct Key: Hashable {
        let source: InventorySource
        let name: IdentityPattern.Name
    }

    private var exact: [Key: [Entry]] = [:]
    private var globs: [InventorySource: [Entry]] = [:]

    /// Indexes `identities`: one list per owner.
    init(_ identities: [[ComponentIdentity]]) {
        for (owner, list) in identities.enumerated() {
            for identity in list {
                let pattern = IdentityPattern(identity)
                let entry = Entry(owner: owner, identity: identity, pattern: pattern)
                if pattern.isGlob {
                    globs[identity.source, default: []].append(entry)
                } else {
                    exact[Key(source: identity.source, name: pattern.name), default: []]
                        .append(entry)
                }
            }
        }
    }

    /// The identities that recognise `item`; exact names first, then in the order given.
    ///
    /// An identity may name an item as it is shown, or as its source spells it: `7-Zip *` is
    /// “7-Zip 22.01 (x64)”.
    func entries(for item: InventoryItem) -> [Entry] {
        let names = [item.name, item.title].compactMap { name in
            name.map { IdentityPattern.Name($0, source: item.source) }
        }
        let candidates =
            names.flatMap { exact[Key(source: item.source, name: $0)] ?? [] }
            + (globs[item.source] ?? [])
        return candidates.filter { candidate in
            names.contains {
                candidate.pattern.matches(
                    $0,
                    architecture: item.architecture,
                    publisher: item.publisher
                )
            }
        }
    }
}
