internal import Model
internal import Platform
internal import Primitives

/// Finds the drivers that no INF file brought: services whose program is not Microsoft's.
struct ServicePrograms {
    let station: WindowsFiles
    /// How many services name a file that is gone: they cannot start.
    private(set) var missing = 0

    init(_ station: WindowsFiles) {
        self.station = station
    }

    /// The services whose program says that somebody else than Microsoft made it, or says nothing.
    mutating func items(
        _ services: [DriverService],
        _ faults: inout ReadingFaults
    ) -> [InventoryItem] {
        var items: [InventoryItem] = []
        // A service with an owner came with that driver package.
        for service in services where service.owners.isEmpty {
            do throws(InventoryError) {
                if let item = try item(service) { items.append(item) }
            } catch {
                faults.add(error)
            }
        }
        return items
    }

    private mutating func item(_ service: DriverService) throws(InventoryError) -> InventoryItem? {
        guard let path = try station.find(service.file) else {
            missing += 1
            return nil
        }
        let program = try ProgramVersion.read(path, in: station)
        let company = program?.company
        if let company, company.hasPrefix("Microsoft") { return nil }
        return InventoryItem(
            source: .driver,
            name: DisplayName(service.shown, version: program?.version).name,
            version: program?.version ?? "",
            publisher: company,
            kind: .driver,
            summary: service.isEnabled ? service.name : "\(service.name), disabled",
            paths: [path],
            evidence: service.evidence
        )
    }
}
