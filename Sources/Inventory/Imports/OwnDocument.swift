internal import Model
internal import Primitives

/// Reads our own inventory JSON back: what `socle inventory --format json` wrote on another machine.
///
/// What packages need of each other is not in it, so that a scan of it folds nothing.
enum OwnDocument {
    static func read(
        _ bytes: [UInt8],
        file: String,
        now: Instant
    ) throws(InventoryError) -> Inventory {
        do throws(PrimitivesError) {
            let root = JSONNode(try JSONParser.parse(bytes))
            let format = try root.member("format").integer()
            guard format == 1 else {
                throw root.invalid("format \(format), written by a later version")
            }
            var document = ImportedDocument(format: .socle, file: file)
            if let origin = try root.optionalMember("imported"), origin.value != .null {
                document.station = try text(origin.optionalMember("station"))
            }
            var items: [InventoryItem] = []
            for node in try root.member("items").elements() { items.append(try item(node)) }
            var statements: [SourceCoverage] = []
            for node in try root.member("coverage").elements() {
                statements.append(try coverage(node))
            }
            let taken = try root.member("taken").parsed { (text) throws(PrimitivesError) in
                try Instant(text)
            }
            return Inventory(
                taken: min(taken, now),
                system: try system(root.member("system")),
                items: items,
                coverage: statements,
                document: document,
                hardware: try hardware(root.optionalMember("hardware"), file: file)
            )
        } catch {
            throw InventoryError(
                .malformed,
                subject: file,
                operation: "parse",
                detail: error.description
            )
        }
    }

    private static func system(_ node: JSONNode) throws(PrimitivesError) -> Inventory.System? {
        guard node.value != .null else { return nil }
        return Inventory.System(
            id: try node.member("id").string(),
            version: try node.member("version").string(),
            name: try node.member("name").string(),
            architecture: try node.member("architecture").string()
        )
    }

    private static func hardware(
        _ node: JSONNode?,
        file: String
    ) throws(PrimitivesError) -> HardwareFacts {
        guard let node, node.value != .null else { return HardwareFacts() }
        func number(_ name: String) throws(PrimitivesError) -> Int? {
            guard let member = try node.optionalMember(name), member.value != .null else {
                return nil
            }
            return Int(try member.integer(in: 0...(1 << 40)))
        }
        var graphics: Bool?
        if let member = try node.optionalMember("graphicsProcessor"), member.value != .null {
            graphics = try member.bool()
        }
        return HardwareFacts(
            memory: try number("memory"),
            disk: try number("disk"),
            hasGraphicsProcessor: graphics,
            evidence: [Evidence(file: file, field: "hardware")]
        )
    }

    private static func item(_ node: JSONNode) throws(PrimitivesError) -> InventoryItem {
        let installed = try text(node.member("installed"))
        var includes: [String] = []
        for name in try node.optionalMember("includes")?.elements() ?? [] {
            includes.append(try name.string())
        }
        return InventoryItem(
            source: try value(node.member("source")),
            name: try node.member("name").string(),
            title: try text(node.optionalMember("title")),
            language: try text(node.optionalMember("language")),
            version: try node.member("version").string(),
            architecture: try text(node.member("architecture")),
            publisher: try text(node.member("publisher")),
            kind: try value(node.member("kind")),
            origin: try value(node.member("origin")),
            state: state(try node.member("state").string()),
            // A text that is no day dates nothing.
            installed: installed.flatMap { try? Day($0) },
            summary: try text(node.member("summary")),
            includes: includes,
            evidence: try evidence(node.member("evidence"))
        )
    }

    private static func coverage(_ node: JSONNode) throws(PrimitivesError) -> SourceCoverage {
        SourceCoverage(
            source: try value(node.member("source")),
            state: try value(node.member("state")),
            detail: try node.member("detail").string()
        )
    }

    private static func evidence(_ node: JSONNode) throws(PrimitivesError) -> Evidence {
        Evidence(
            file: try node.member("file").string(),
            field: try node.member("field").string()
        )
    }

    private static func text(_ node: JSONNode?) throws(PrimitivesError) -> String? {
        guard let node, node.value != .null else { return nil }
        return try node.string()
    }

    private static func value<T: RawRepresentable<String>>(
        _ node: JSONNode
    ) throws(PrimitivesError) -> T {
        let text = try node.string()
        guard let value = T(rawValue: text) else {
            throw node.invalid("“\(text)” is not known here")
        }
        return value
    }

    private static func state(_ text: String) -> InventoryItem.State {
        switch text {
        case "installed": .installed
        case "held": .held
        case "removed": .removed
        default: .broken(text.hasPrefix("broken: ") ? String(text.dropFirst(8)) : text)
        }
    }
}
