internal import Model
internal import Primitives

/// Brings together what a Windows disk says of its drivers: one item for each third-party package.
///
/// What Windows itself brought is no item. Two packages are the same driver when the name their
/// maker gave the INF file is; the published number tells them apart on one machine only.
struct WindowsDrivers {
    var devices: [DeviceDriver] = []
    var packages: [DriverPackage] = []
    var printers: [PrintDriver] = []
    var published: [String: DriverStore.Found] = [:]
    var stored: [String: DriverStore.Found] = [:]
    var log = SetupLog()
    /// Whether an INF file of that name is one of Windows' own; nil where that cannot be told.
    var isInbox: (String) -> Bool? = { _ in nil }

    private var drafts: [String: DriverDraft] = [:]

    init() {}

    /// The third-party drivers, in the order of their names.
    mutating func items() -> [InventoryItem] {
        gatherDevices()
        gatherFiles()
        gatherPrinters()
        return drafts.map { $1.item(published: $0) }
            .sorted { ($0.name, $0.version) < ($1.name, $1.version) }
    }

    /// The published names of the INF files that are drivers of a third party, in lower case.
    var thirdParty: Set<String> { Set(drafts.keys) }

    private mutating func gatherDevices() {
        for device in devices where DriverPackage.isThirdParty(device.inf) {
            drafts[device.inf, default: DriverDraft(evidence: device.evidence)].take(device)
        }
        for package in packages where package.isThirdParty {
            drafts[package.published, default: DriverDraft(evidence: package.evidence)]
                .take(package)
        }
    }

    private mutating func gatherFiles() {
        for (name, file) in published {
            let evidence = Evidence(file: file.path.description, field: "[Version]")
            drafts[name, default: DriverDraft(evidence: evidence)].take(file.inf)
        }
        for name in drafts.keys {
            if drafts[name]?.original.isEmpty == true, let original = log.originals[name] {
                drafts[name]?.original = original
            }
            if drafts[name]?.imported == nil { drafts[name]?.imported = log.published[name] }
        }
        for (folder, file) in stored.sorted(by: { $0.key < $1.key }) {
            let original = DriverPackage.original(ofFolder: folder)
            let owner =
                first { $0.folder == folder }
                ?? first { $0.original == original && $0.version == file.inf.version }
                ?? first { $0.original.isEmpty && Self.isSame($0, file.inf) }
            if let owner {
                drafts[owner]?.original = original
                drafts[owner]?.paths.append(file.path)
            } else if !drafts.values.contains(where: { $0.original == original }) {
                let evidence = Evidence(file: file.path.description, field: "[Version]")
                var draft = DriverDraft(evidence: evidence)
                draft.take(file.inf)
                draft.original = original
                draft.paths = [file.path]
                drafts[folder] = draft
            }
        }
    }

    /// The key of the first draft, in the order of the keys, that is the one looked for.
    private func first(where isWanted: (DriverDraft) -> Bool) -> String? {
        drafts.filter { isWanted($0.value) }.keys.min()
    }

    /// Whether an INF file is a draft's; it may leave out its class's number.
    private static func isSame(_ draft: DriverDraft, _ inf: InfFile) -> Bool {
        draft.provider == inf.provider && draft.version == inf.version
            && (draft.classID == inf.classID || inf.classID.isEmpty)
    }

    private mutating func gatherPrinters() {
        for printer in printers {
            if let inf = printer.infName, let owner = first(where: { $0.original == inf }) {
                drafts[owner]?.names.insert(printer.name)
                continue
            }
            let isOwn = printer.infName.flatMap(isInbox) ?? printer.provider.hasPrefix("Microsoft")
            guard !isOwn else { continue }
            let key = "\(printer.infName ?? "printer") \(printer.name.lowercased())"
            var draft = drafts[key] ?? DriverDraft(evidence: printer.evidence)
            draft.original = printer.infName ?? ""
            draft.provider = printer.provider
            draft.version = printer.version
            draft.className = "Printer"
            draft.names = [printer.name]
            drafts[key] = draft
        }
    }
}
