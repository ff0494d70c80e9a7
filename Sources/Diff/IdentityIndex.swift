import Model

/// Finds which of many identities an item is, in one look-up for exact names.
struct IdentityIndex: Sendable {
    /// One identity and the place of its owner in the list the index was made of.
    struct Entry: Sendable {
        let owner: Int
        let pattern: IdentityPattern
        let rule: ReadyRule
    }

    /// The identities of one source, as places in ``entries``.
    private struct Table: Sendable {
        var exact: [String: [Int]] = [:]
        var globs: [Int] = []
    }

    /// All identities, in the order given.
    let entries: [Entry]
    private let tables: [InventorySource: Table]

    /// Indexes `identities`: one list per owner.
    init(_ identities: [[ComponentIdentity]]) {
        var entries: [Entry] = []
        var tables: [InventorySource: Table] = [:]
        for (owner, list) in identities.enumerated() {
            for identity in list {
                let pattern = IdentityPattern(identity)
                if pattern.isGlob {
                    tables[identity.source, default: Table()].globs.append(entries.count)
                } else {
                    tables[identity.source, default: Table()]
                        .exact[pattern.name.text, default: []].append(entries.count)
                }
                let rule = ReadyRule(identity.version, source: identity.source)
                entries.append(Entry(owner: owner, pattern: pattern, rule: rule))
            }
        }
        self.entries = entries
        self.tables = tables
    }

    /// The place in ``entries`` of the first identity that recognises `item` and whose owner `holds`;
    /// exact names first, then in the order given.
    ///
    /// An identity may name an item as it is shown, or as its source spells it: `7-Zip *` is
    /// “7-Zip 22.01 (x64)”.
    func first(
        for item: borrowing InventoryItem,
        holds: (Int) -> Bool = { _ in true }
    ) -> Int? {
        guard let table = tables[item.source] else { return nil }
        let name = IdentityPattern.Name(item.name, source: item.source)
        let title = item.title.map { IdentityPattern.Name($0, source: item.source) }
        let (architecture, publisher) = (item.architecture, item.publisher)
        func recognises(_ place: Int, _ name: IdentityPattern.Name) -> Bool {
            holds(entries[place].owner)
                && entries[place].pattern.matches(
                    name,
                    architecture: architecture,
                    publisher: publisher
                )
        }
        if let places = table.exact[name.text],
            let found = places.first(where: { recognises($0, name) })
        {
            return found
        }
        if let title, let places = table.exact[title.text],
            let found = places.first(where: { recognises($0, title) })
        {
            return found
        }
        return table.globs.first { place in
            recognises(place, name) || title.map { recognises(place, $0) } ?? false
        }
    }
}
