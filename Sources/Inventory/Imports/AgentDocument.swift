internal import Model
internal import Primitives

/// An inventory of GLPI's, FusionInventory's or OCS's agent in the making: what their JSON and their
/// XML have in common.
struct AgentDocument {
    var draft: ImportDraft
    var machine = AgentMachine()
    private var hasSoftware = false
    private var managers: Set<String> = []
    /// The manager of the last program: most have that of the one before.
    private var lastManager: String?

    init(_ format: ImportFormat, file: String) {
        draft = ImportDraft(format, file: file)
    }

    /// Keeps a program.
    mutating func add(_ record: consuming SoftwareRecord) throws(InventoryError) {
        hasSoftware = true
        if record.manager != lastManager {
            managers.insert(record.manager)
            lastManager = record.manager
        }
        try draft.add(record)
    }

    /// Notes that the document lists software, if only none.
    mutating func noteSoftware() { hasSoftware = true }

    /// The draft with what the whole document says.
    consuming func finish() -> ImportDraft {
        var draft = draft
        draft.system = machine.system.system ?? Self.system(of: managers)
        draft.station = DocumentText.optional(machine.station)
        draft.identifier = machine.identifier.isEmpty ? nil : machine.identifier
        draft.hardware = machine.hardware
        draft.made = ImportMoment.read(machine.made)
        if draft.isWindows == true { addPrinters(&draft) }
        cover(&draft)
        return draft
    }

    private static func system(of managers: Set<String>) -> Inventory.System? {
        let id =
            managers.contains("registry") ? "windows" : managers.contains("deb") ? "debian" : nil
        return id.map { Inventory.System(id: $0, version: "", name: "", architecture: "") }
    }

    /// Printer drivers are the only drivers these documents name; what Windows brings is left.
    private func addPrinters(_ draft: inout ImportDraft) {
        let own = [
            "Microsoft ", "Remote Desktop Easy Print", "Send To Microsoft", "Generic / Text",
        ]
        var seen: Set<String> = []
        for (driver, field) in machine.printers {
            let name = DocumentText.cleaned(driver)
            guard !name.isEmpty, !own.contains(where: name.hasPrefix), seen.insert(name).inserted
            else { continue }
            draft.items.append(
                InventoryItem(
                    source: .driver,
                    name: name,
                    version: "",
                    kind: .driver,
                    evidence: Evidence(file: draft.file, field: field)
                )
            )
        }
    }

    /// Which sources the document lists whole.
    ///
    /// The agents list packages of the system's own manager and programs of the whole machine. They
    /// do not list drivers, nor what people installed for themselves unless told to, nor flatpak and
    /// snap where the command is not there: that none is listed proves nothing.
    private func cover(_ draft: inout ImportDraft) {
        let packages: InventorySource? =
            switch draft.system?.id {
            case "windows"?: .windows
            case "debian"?, "ubuntu"?, "linuxmint"?, "raspbian"?: .dpkg
            case "fedora"?, "centos"?, "opensuse"?, "mageia"?: .rpm
            default: nil
            }
        guard let packages else { return }
        guard hasSoftware else {
            draft.partial[packages] = "the document lists no software"
            return
        }
        if machine.isPartial {
            draft.partial[packages] = "the document is a partial inventory"
            return
        }
        draft.read[packages] = "\(draft.file): softwares"
        if packages == .windows {
            draft.partial[.windows] = "programs of people's own folders"
            if managers.contains("uwp") { draft.read[.appx] = "\(draft.file): softwares" }
            draft.partial[.driver] = "printer drivers only"
        }
    }
}
