public import Primitives

/// The stations a document of extra software is for: by school, by room, by station.
///
/// A document that names schools, rooms or stations never holds for a station whose own are
/// unknown. Host names match whatever their case.
public struct StationScope: Sendable, Hashable {
    /// Schools it holds for; empty for all.
    public var schools: [SchoolCode]
    /// Rooms it holds for; empty for all.
    public var rooms: [String]
    /// Stations it holds for, by host name or by pseudonym; empty for all.
    public var stations: [String]

    /// Creates a scope; by default, that of every station.
    public init(schools: [SchoolCode] = [], rooms: [String] = [], stations: [String] = []) {
        self.schools = schools
        self.rooms = rooms
        self.stations = stations
    }

    /// Whether `station` is in the scope.
    public func covers(_ station: StationIdentity?) -> Bool {
        if !schools.isEmpty {
            guard let school = station?.school, schools.contains(school) else { return false }
        }
        if !rooms.isEmpty {
            guard let room = station?.room, rooms.contains(room) else { return false }
        }
        guard !stations.isEmpty else { return true }
        guard let station else { return false }
        let names = [station.id, station.name.lowercased()].filter { !$0.isEmpty }
        return stations.contains { names.contains($0.lowercased()) }
    }
}
