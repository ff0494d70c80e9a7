public import Model

/// Compares the stations of a room with each other, without any baseline: the odd one out shows.
///
/// What more than half of the stations have, in the version most of them have, is what the room has.
/// With fewer than three stations no one of them can be the odd one.
public struct OddStations: Sendable {
    private struct Key: Hashable, Comparable {
        let source: InventorySource
        let name: String

        static func < (left: Key, right: Key) -> Bool {
            (left.name, left.source.rawValue) < (right.name, right.source.rawValue)
        }
    }

    /// The fewest stations that make a room.
    public static let least = 3

    private var stations: [(name: String, versions: [Key: String])] = []

    /// Creates a comparison of no station.
    public init() {}

    /// How many stations are compared.
    public var count: Int { stations.count }

    /// Takes a station: the names and versions of its programs and drivers, and nothing else of it.
    public mutating func add(_ inventory: Inventory, named name: String) {
        var versions: [Key: String] = [:]
        for item in inventory.items where item.isPresent && item.kind != .update {
            versions[Key(source: item.source, name: item.name)] = item.version
        }
        stations.append((name, versions))
    }

    /// The stations something sets apart, the oddest first; empty where all are alike.
    public func odd() -> [OddStation] {
        guard stations.count >= Self.least else { return [] }
        var counts: [Key: [String: Int]] = [:]
        for station in stations {
            for (key, version) in station.versions {
                counts[key, default: [:]][version, default: 0] += 1
            }
        }
        let common = counts.filter { 2 * $0.value.values.reduce(0, +) > stations.count }
        let usual = common.mapValues { versions in
            versions.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
        }
        return stations.map { compare($0.name, $0.versions, common, usual) }
            .filter { $0.oddities > 0 }
            .sorted { ($1.oddities, $0.name) < ($0.oddities, $1.name) }
    }

    private func compare(
        _ name: String,
        _ versions: [Key: String],
        _ common: [Key: [String: Int]],
        _ usual: [Key: String]
    ) -> OddStation {
        var station = OddStation(name: name)
        for key in versions.keys.sorted() where usual[key] == nil { station.extra.append(key.name) }
        for (key, version) in usual.sorted(by: { $0.key < $1.key }) {
            guard let own = versions[key] else {
                station.lacking.append(key.name)
                continue
            }
            // Where no version is most stations' own, none is the room's.
            guard own != version, 2 * (common[key]?[version] ?? 0) > stations.count else {
                continue
            }
            station.versions.append(OddStation.Version(name: key.name, here: own, room: version))
        }
        return station
    }
}
