internal import Model
internal import Platform

/// Makes inventory items of dpkg's records and of what apt says beside them.
struct DpkgItems {
    let database: DpkgDatabase
    /// nil when apt's record could not be read: then nobody knows what was asked for.
    let states: ExtendedStates?
    let history: InstallHistory

    /// One item for each package that is installed, broken, or removed with its settings kept.
    func items() -> [InventoryItem] {
        database.packages.compactMap { record in
            record.itemState.map { item(record, $0) }
        }
    }

    private func item(_ record: DpkgPackage, _ state: InventoryItem.State) -> InventoryItem {
        let native = database.nativeArchitecture
        let arrival =
            state == .removed
            ? nil
            : history.arrival(of: record.name, architecture: record.architecture, native: native)
        return InventoryItem(
            source: .dpkg,
            name: record.name,
            version: record.version,
            architecture: record.architecture,
            kind: PackageKind.of(name: record.name, section: record.relations.section),
            origin: origin(record),
            state: state,
            installed: arrival?.day,
            command: arrival?.command,
            summary: record.summary,
            relations: record.relations,
            evidence: Evidence(file: record.file, field: "line \(record.line)")
        )
    }

    private func origin(_ record: DpkgPackage) -> ItemOrigin {
        guard let states else { return .unknown }
        let isAutomatic = states.isAutomatic(
            record.name,
            architecture: record.architecture,
            native: database.nativeArchitecture
        )
        return isAutomatic ? .automatic : .asked
    }
}
