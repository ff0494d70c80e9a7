internal import Model
internal import Primitives

/// Takes programs, drivers and the system out of an export of the registry.
struct RegistryDocument {
    private var draft: ImportDraft
    private var place = Place.other
    private var entry: UninstallEntry?
    private var values: [String: String] = [:]
    private var evidence = Evidence(file: "", field: "")
    private var views: Set<Bool> = []
    private var titles: [String: String] = [:]

    /// What the present key is.
    private enum Place: Equatable {
        case program(isMachine: Bool, isNarrow: Bool)
        case driver
        case system
        case other
    }

    private init(file: String) {
        draft = ImportDraft(.registry, file: file)
        draft.system = Inventory.System(id: "windows", version: "", name: "", architecture: "")
    }

    /// Reads the whole of `bytes`, which are in UTF-8.
    static func read(_ bytes: [UInt8], file: String) throws(InventoryError) -> ImportDraft {
        var export = try RegistryExport(bytes, file: file)
        var document = RegistryDocument(file: file)
        while let element = try export.next() {
            switch element {
            case .key:
                try document.closeKey()
                document.openKey(export.key, isRemoval: export.isRemoval, line: export.line)
            case .value(let name, let value): document.take(name, value)
            }
        }
        try document.closeKey()
        return document.finish()
    }

    // MARK: Keys

    private mutating func openKey(_ path: String, isRemoval: Bool, line: Int) {
        let parts = path.split(separator: "\\", omittingEmptySubsequences: false).map {
            $0.lowercased()
        }
        evidence = Evidence(file: draft.file, field: "line \(line)")
        values = [:]
        entry = nil
        place = isRemoval ? .other : Self.place(parts)
        if case .program(let isMachine, let isNarrow) = place {
            if isMachine { views.insert(isNarrow) } else { draft.drop(.users) }
            let name = path.split(separator: "\\").last.map(String.init) ?? ""
            entry = UninstallEntry(key: name)
        }
    }

    private static func place(_ parts: [String]) -> Place {
        let count = parts.count
        if count >= 5, parts[count - 2] == "uninstall", parts[count - 3] == "currentversion" {
            let isMachine = parts[0] == "hkey_local_machine" || parts[0] == "hklm"
            return .program(isMachine: isMachine, isNarrow: parts.contains("wow6432node"))
        }
        if count >= 4, parts[count - 3] == "class", parts[count - 4] == "control" {
            return .driver
        }
        let isSystem = count >= 3 && parts.suffix(2) == ["windows nt", "currentversion"]
        return isSystem ? .system : .other
    }

    private mutating func take(_ name: String, _ value: RegistryExport.Value) {
        switch (place, value) {
        case (.program, .text(let text)):
            entry?.take(name, text: DocumentText.cleaned(text))
            let lower = name.lowercased()
            if let sort = Self.leftOut[lower], !text.isEmpty { draft.drop(sort) }
        case (.program, .number(let number)): entry?.take(name, number: number)
        case (.driver, .text(let text)), (.system, .text(let text)):
            values[name.lowercased()] = DocumentText.cleaned(text)
        default: break
        }
    }

    private static let leftOut: [String: LeftOut] = [
        "installlocation": .profilePaths, "installsource": .profilePaths,
        "uninstallstring": .profilePaths, "displayicon": .profilePaths,
        "modifypath": .profilePaths, "productid": .licenceKeys, "regowner": .users,
        "regcompany": .users, "contact": .users, "comments": .documents, "readme": .documents,
    ]

    private mutating func closeKey() throws(InventoryError) {
        switch place {
        case .program(_, let isNarrow):
            let architecture = isNarrow ? "x86" : nil
            guard let item = entry?.item(architecture: architecture, evidence: evidence) else {
                break
            }
            guard draft.items.count < ReadingLimits.entries else {
                throw InventoryError(
                    .tooLarge,
                    subject: "\(draft.file): \(evidence.field)",
                    operation: "parse",
                    detail: "more than \(ReadingLimits.entries) entries"
                )
            }
            draft.items.append(item)
        case .driver: addDriver()
        case .system: addSystem()
        case .other: break
        }
        place = .other
    }

    private mutating func addDriver() {
        let inf = values["infpath"] ?? ""
        guard PublishedDriver.isThirdParty(inf) else { return }
        let item = InventoryItem(
            source: .driver,
            name: values["driverdesc"] ?? inf,
            version: values["driverversion"] ?? "",
            publisher: values["providername"],
            kind: .driver,
            evidence: evidence
        )
        // One key for every device: a driver of several is one driver.
        guard titles.updateValue(item.version, forKey: item.name) != item.version else { return }
        draft.items.append(item)
    }

    private mutating func addSystem() {
        let build = values["currentbuildnumber"] ?? values["currentbuild"] ?? ""
        let product = values["productname"] ?? ""
        guard !product.isEmpty else { return }
        draft.system = Inventory.System(
            id: "windows",
            version: WindowsSystem.version(product: product, build: Int(build) ?? 0),
            name: product,
            architecture: WindowsSystem.architecture(values["buildlabex"] ?? "") ?? ""
        )
        for name in ["registeredowner", "registeredorganization"] where values[name] != nil {
            draft.drop(.users)
        }
        if values["productid"] != nil { draft.drop(.licenceKeys) }
    }

    private consuming func finish() -> ImportDraft {
        var draft = draft
        if !views.isEmpty {
            draft.read[.windows] = draft.file
            draft.partial[.windows] = "programs of people's own folders"
            if views.count < 2 { draft.gaps[.windows] = "one of the two views of the registry" }
        }
        if draft.items.contains(where: { $0.source == .driver }) {
            draft.gaps[.driver] = "only the classes of devices exported"
        }
        return draft
    }
}
