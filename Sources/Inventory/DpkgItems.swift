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
        var item = Self.item(record, state, origin: origin(record))
        guard state != .removed else { return item }
        let arrival = history.arrival(
            of: record.name,
            architecture: record.architecture,
            native: database.nativeArchitecture
        )
        item.installed = arrival?.day
        item.command = arrival?.command
        let upgrade = history.upgrade(
            of: record.name,
            architecture: record.architecture,
            native: database.nativeArchitecture
        )
        item.upgraded = upgrade.map { InventoryItem.Upgrade(day: $0.day, command: $0.command) }
        return item
    }

    /// The item of one record, without what logs say of it.
    static func item(
        _ record: DpkgPackage,
        _ state: InventoryItem.State,
        origin: ItemOrigin
    ) -> InventoryItem {
        InventoryItem(
            source: .dpkg,
            name: record.name,
            version: record.version,
            architecture: record.architecture,
            kind: PackageKind.of(name: record.name, section: record.relations.section),
            origin: origin,
            state: state,
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
