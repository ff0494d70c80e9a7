internal import Model

/// Reads what `winget export` writes (schema winget-packages 1.0 and 2.0).
///
/// It lists only what a winget source knows, and versions only where asked to: no evidence that
/// anything is absent.
enum WingetDocument {
    static func read(_ reader: inout DocumentJSON) throws(InventoryError) -> ImportDraft {
        var draft = ImportDraft(.winget, file: reader.file)
        draft.system = Inventory.System(id: "windows", version: "", name: "", architecture: "")
        var seen: Set<String> = []
        try reader.enterObject()
        while let member = try reader.nextMember() {
            switch member {
            case "CreationDate":
                draft.made = ImportMoment.read(try reader.text())
            case "Sources":
                try reader.enterArray()
                while try reader.nextElement() { try source(&reader, &draft, &seen) }
            default: try reader.skip()
            }
        }
        try reader.end()
        draft.partial[.winget] = "only packages that a source of winget knows"
        return draft
    }

    private static func source(
        _ reader: inout DocumentJSON,
        _ draft: inout ImportDraft,
        _ seen: inout Set<String>
    ) throws(InventoryError) {
        try reader.enterObject()
        while let member = try reader.nextMember() {
            guard member == "Packages" else {
                try reader.skip()
                continue
            }
            try reader.enterArray()
            while try reader.nextElement() {
                let (id, version) = try package(&reader)
                guard !id.isEmpty, seen.insert(id.lowercased()).inserted else { continue }
                guard draft.items.count < ReadingLimits.entries else {
                    throw reader.fault("more than \(ReadingLimits.entries) entries")
                }
                draft.items.append(
                    InventoryItem(
                        source: .winget,
                        name: id,
                        version: version,
                        evidence: Evidence(
                            file: reader.file,
                            field: "Packages[\(seen.count - 1)]"
                        )
                    )
                )
            }
        }
    }

    private static func package(
        _ reader: inout DocumentJSON
    ) throws(InventoryError) -> (id: String, version: String) {
        var (id, version) = ("", "")
        try reader.enterObject()
        while let member = try reader.nextMember() {
            switch member {
            case "PackageIdentifier": id = DocumentText.cleaned(try reader.text())
            case "Version": version = DocumentText.version(try reader.text())
            default: try reader.skip()
            }
        }
        return (id, version)
    }
}
