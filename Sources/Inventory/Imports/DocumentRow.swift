internal import Model

/// One row of a table: of osquery, or an object of PowerShell.
struct DocumentRow {
    /// Values by the names of their columns, in lower case.
    private var values: [String: String] = [:]
    /// The row's place in the document.
    let field: String

    init(field: String) {
        self.field = field
    }

    /// The value of a column; empty where there is none.
    subscript(_ column: String) -> String { values[column] ?? "" }

    /// Takes a value.
    mutating func set(_ column: String, _ value: String) {
        values[column.lowercased()] = value
    }

    /// Whether all `columns` are there, if only empty.
    func has(_ columns: String...) -> Bool { columns.allSatisfy { values[$0] != nil } }

    /// The columns that say something about people or places, and are dropped.
    var leftOut: [LeftOut] {
        values.compactMap { $1.isEmpty ? nil : Self.leftOut[$0] }
    }

    private static let leftOut: [String: LeftOut] = [
        "installlocation": .profilePaths, "install_location": .profilePaths,
        "installsource": .profilePaths, "install_source": .profilePaths,
        "uninstallstring": .profilePaths, "uninstall_string": .profilePaths,
        "quietuninstallstring": .profilePaths, "displayicon": .profilePaths,
        "modifypath": .profilePaths, "installfolder": .profilePaths, "image": .profilePaths,
        "regowner": .users, "regcompany": .users, "contact": .users, "installedby": .users,
        "installed_by": .users, "username": .users, "productid": .licenceKeys,
        "productkey": .licenceKeys, "identifying_number": .serials,
        "identifyingnumber": .serials, "comments": .documents, "readme": .documents,
        "hostidentifier": .serials, "host_uuid": .serials, "pscomputername": .addresses,
    ]
}

/// Which sources the rows of one document speak of, and how far.
struct RowTables {
    private var seen: Set<Table> = []
    private var views: Set<Bool> = []

    /// A table rows can be of.
    enum Table: Hashable {
        case uninstall, programs, store, drivers, deviceDrivers, deb, rpm, patches, system
        case python, npm, packages, installer
    }

    /// Adds `row` to `draft`; false for a row of no known table.
    mutating func take(
        _ row: DocumentRow,
        into draft: inout ImportDraft
    ) throws(InventoryError) -> Bool {
        guard let table = Self.table(of: row) else { return false }
        seen.insert(table)
        for sort in row.leftOut { draft.drop(sort) }
        switch table {
        case .system: draft.system = draft.system ?? Self.system(row)
        case .drivers, .deviceDrivers: addDriver(row, &draft)
        default:
            if table == .uninstall { views.insert(row["pspath"].lowercased().contains("wow6432")) }
            if let record = Self.record(row, table) { try draft.add(record) }
        }
        return true
    }

    private static func table(of row: DocumentRow) -> Table? {
        if row.has("displayname") { return .uninstall }
        if row.has("packagefullname") { return .store }
        if row.has("hotfixid") || row.has("hotfix_id") { return .patches }
        if row.has("inf", "device_id") { return .deviceDrivers }
        if row.has("infname", "driverversion") { return .deviceDrivers }
        if row.has("driver", "originalfilename") { return .drivers }
        if row.has("name", "version", "install_location") { return .programs }
        if row.has("name", "version", "sha1", "release") { return .rpm }
        if row.has("name", "version", "revision", "arch") { return .deb }
        if row.has("name", "version", "identifyingnumber") { return .installer }
        if row.has("platform", "name", "version") { return .system }
        if row.has("name", "version", "providername") { return .packages }
        if row.has("name", "version", "summary", "directory") { return .python }
        if row.has("name", "version", "homepage", "directory") { return .npm }
        return nil
    }

    private static func record(_ row: DocumentRow, _ table: Table) -> SoftwareRecord? {
        var record = SoftwareRecord()
        record.field = row.field
        record.name = row["name"]
        record.version = row["version"]
        record.publisher = row["publisher"]
        record.date = row["install_date"]
        record.architecture = row["arch"]
        switch table {
        case .uninstall:
            record.manager = "registry"
            record.name = row["displayname"]
            record.version = row["displayversion"]
            record.date = row["installdate"]
            record.parent = row["parentkeyname"]
            record.releaseType = row["releasetype"]
            record.isHidden = row["systemcomponent"] == "1"
            record.key = row["pschildname"]
            if row["pspath"].lowercased().contains("wow6432node") { record.architecture = "x86" }
            if row.has("uninstallstring") {
                record.isRemovable = !row["uninstallstring"].isEmpty || row["noremove"] == "1"
            }
        case .programs:
            record.manager = row["package_family_name"].isEmpty ? "registry" : "uwp"
        case .store:
            record.manager = "uwp"
            record.folder = row["packagefullname"]
            record.publisher = ""
            record.architecture = row["architecture"]
        case .patches:
            record.manager = "WMI"
            record.name = row["hotfixid"] + row["hotfix_id"]
            record.date = row["installedon"] + row["installed_on"]
            record.publisher = ""
        case .deb:
            guard row["status"].isEmpty || row["status"].hasSuffix(" installed") else { return nil }
            record.manager = "deb"
            record.category = row["section"]
        case .rpm:
            record.manager = "rpm"
            record.version += row["release"].isEmpty ? "" : "-" + row["release"]
            if !row["epoch"].isEmpty, row["epoch"] != "0" {
                record.version = row["epoch"] + ":" + record.version
            }
        case .installer, .packages:
            record.manager = "registry"
            record.publisher = row["vendor"]
        case .python: record.manager = "pip"
        case .npm: record.manager = "npm"
        case .drivers, .deviceDrivers, .system: return nil
        }
        return record
    }

    private static func system(_ row: DocumentRow) -> Inventory.System? {
        var record = SystemRecord()
        record.kernel = row["platform"] == "windows" ? "win32" : row["platform"]
        record.name = row["name"]
        record.version = row["version"]
        record.kernelVersion = row["platform"] == "windows" ? row["version"] : ""
        record.architecture = row["arch"]
        return record.system
    }

    /// A driver of a third party: what Windows itself brings has no published number.
    private func addDriver(_ row: DocumentRow, _ draft: inout ImportDraft) {
        let inf =
            row.has("driver", "originalfilename") ? row["driver"] : row["inf"] + row["infname"]
        guard PublishedDriver.isThirdParty(inf) else { return }
        let file = row["originalfilename"].split { $0 == "\\" || $0 == "/" }.last
        let names = [
            row["device_name"], row["devicename"], row["description"], file.map(String.init) ?? "",
            inf,
        ]
        let name = DocumentText.cleaned(names.first { !$0.isEmpty } ?? "")
        let isRow = row.has("driver", "originalfilename")
        draft.items.append(
            InventoryItem(
                source: .driver,
                name: name,
                version: DocumentText.version(
                    isRow ? row["version"] : row["driverversion"] + row["version"]
                ),
                publisher: DocumentText.optional(
                    row["providername"] + row["provider"] + row["driverprovidername"]
                ),
                kind: .driver,
                installed: DocumentDay.read(row["date"]),
                evidence: Evidence(file: draft.file, field: row.field)
            )
        )
    }

    /// States in `draft` what the rows cover.
    func cover(_ draft: inout ImportDraft) {
        let place = draft.file
        for table in seen {
            switch table {
            case .uninstall, .programs:
                draft.read[.windows] = place
                draft.partial[.windows] = "programs of people's own folders"
                if table == .uninstall, views.count < 2 {
                    draft.gaps[.windows] = "one of the two views of the registry"
                }
            case .store: draft.read[.appx] = place
            case .drivers: draft.read[.driver] = place
            case .deviceDrivers: draft.gaps[.driver] = "only drivers of devices in use"
            case .deb: draft.read[.dpkg] = place
            case .rpm: draft.read[.rpm] = place
            case .python: draft.gaps[.pip] = "only folders that the agent looked into"
            case .npm: draft.gaps[.npm] = "only folders that the agent looked into"
            case .installer: draft.gaps[.windows] = "only what the Windows Installer installed"
            case .packages: draft.gaps[.windows] = "only what the package providers know"
            case .patches, .system: continue
            }
        }
        guard draft.system == nil else { return }
        let windows: Set<Table> = [
            .uninstall, .programs, .store, .drivers, .deviceDrivers, .patches, .installer,
            .packages,
        ]
        let id = !seen.isDisjoint(with: windows) ? "windows" : seen.contains(.deb) ? "debian" : nil
        draft.system = id.map {
            Inventory.System(id: $0, version: "", name: "", architecture: "")
        }
    }
}
