package import Model

/// Folds what is part of a program, or an update of one, under that program.
///
/// Only rows whose own source calls them parts are folded (an update, a component), under an
/// installed program that names them: by the start of the name and the publisher, or by what an
/// update says it is for. What finds no program stays a row of its own: nothing is lost.
package enum ProgramFolding {
    /// `items` in their order, without those now named in ``InventoryItem/includes``.
    package static func fold(_ items: [InventoryItem]) -> [InventoryItem] {
        guard items.indices.contains(where: { items[$0].source == .windows }) else { return items }
        let programs = Programs(items)
        guard !programs.isEmpty else { return items }
        var parts: [Int: [String]] = [:]
        var kept: [Int] = []
        for place in items.indices {
            if isPart(items[place]), let owner = programs.owner(of: items[place], at: place) {
                parts[owner, default: []].append(items[place].title ?? items[place].name)
            } else {
                kept.append(place)
            }
        }
        return kept.map { place in
            guard let names = parts[place] else { return items[place] }
            var item = items[place]
            item.includes = Array(Set(item.includes + names)).sorted()
            return item
        }
    }

    private static func isPart(_ item: InventoryItem) -> Bool {
        item.source == .windows && item.kind != .application
    }

    /// Programs that can have parts, by the first word of their names.
    private struct Programs {
        private var byWord: [String: [(place: Int, name: String)]] = [:]
        private let items: [InventoryItem]

        init(_ items: [InventoryItem]) {
            self.items = items
            for place in items.indices
            where items[place].source == .windows && items[place].kind != .update {
                let name = items[place].name.lowercased()
                byWord[Self.word(name), default: []].append((place, name))
            }
        }

        var isEmpty: Bool { byWord.isEmpty }

        /// The program with the longest name that `item` is a part or an update of.
        func owner(of item: InventoryItem, at place: Int) -> Int? {
            if item.kind == .update {
                guard let product = UninstallEntry.product(ofUpdate: item.title ?? item.name) else {
                    return nil
                }
                return longest(product.lowercased(), allowsSame: true) { $0.kind == .application }
            }
            let version = Programs.release(item.version)
            return longest(item.name.lowercased(), allowsSame: false) { program in
                program.kind == .application && program.publisher == item.publisher
                    && Programs.release(program.version) == version
            }
        }

        private func longest(
            _ name: String,
            allowsSame: Bool,
            _ accepts: (InventoryItem) -> Bool
        ) -> Int? {
            var best: (place: Int, length: Int)?
            for program in byWord[Self.word(name)] ?? [] {
                guard program.name.utf8.count > best?.length ?? 0, accepts(items[program.place]),
                    allowsSame && name == program.name || name.hasPrefix(program.name + " ")
                else { continue }
                best = (program.place, program.name.utf8.count)
            }
            return best?.place
        }

        private static func word(_ name: String) -> String {
            String(name.prefix { $0 != " " })
        }

        /// The two leading numbers of a version: parts of one release share them.
        private static func release(_ version: String) -> [Substring] {
            Array(version.split(separator: ".").prefix(2))
        }
    }
}
