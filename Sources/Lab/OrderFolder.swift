public import Platform
public import Primitives

/// The folder of one order: the order, a record of each station, and what stations sent.
///
/// ```
/// STATE/20261124T140500Z-S121-restauration/ordre.json         written once
///                                         /postes/S121-PC04.json   replaced at once when it changes
///                                         /resultats/S121-PC04/    scan.json, plan.json, events.ndjson
/// ```
///
/// A stop at any instant leaves every file whole: `status` and `resume` read nothing else.
public struct OrderFolder: Sendable {
    /// The folder's name, which begins with the moment it was given.
    public let name: String
    /// The order.
    public let order: RoomOrder
    private let directory: Directory

    private static let orderPath = path("ordre.json")
    private static let records = path("postes")
    private static let results = path("resultats")

    private static func path(_ text: String) -> RelativePath {
        RelativePath(uncheckedBytes: Array(text.utf8))
    }

    /// Writes a new order below `state`.
    public static func create(
        _ order: RoomOrder,
        in state: Directory
    ) throws(LabError) -> OrderFolder {
        let stamp = order.given.description.filter { $0 != "-" && $0 != ":" }
        let room = order.room.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
        let stem = "\(stamp)-\(String(room))-\(order.kind.rawValue)"
        return try LabError.wrapping { () throws(PlatformError) in
            var name = stem
            for number in 2...99 {
                do throws(PlatformError) {
                    try state.makeDirectory(path(name), permissions: 0o700)
                    break
                } catch {
                    guard error.code == .alreadyExists, number < 99 else { throw error }
                    name = "\(stem)-\(number)"
                }
            }
            let folder = OrderFolder(
                name: name,
                order: order,
                directory: try state.openDirectory(path(name))
            )
            try folder.directory.makeDirectory(records, permissions: 0o700)
            try folder.directory.makeDirectory(results, permissions: 0o700)
            // The order comes last: a folder without it is that of a stop, and is passed over.
            try folder.directory.write(
                order.encoded(),
                atomicallyTo: orderPath,
                permissions: 0o600
            )
            return folder
        }
    }

    /// The orders given to a room, newest first.
    public static func all(
        in state: Directory,
        school: SchoolCode,
        room: String
    ) throws(LabError) -> [OrderFolder] {
        let names = try LabError.wrapping { () throws(PlatformError) in
            try state.entries().filter { $0.kind == .directory }.map(\.name)
        }
        var folders: [OrderFolder] = []
        for name in names.reversed() {
            let path = RelativePath(uncheckedBytes: name)
            let directory = try LabError.wrapping { () throws(PlatformError) in
                try state.openDirectory(path)
            }
            let bytes = try LabError.wrapping { () throws(PlatformError) in
                try directory.readIfPresent(orderPath, limit: 4 << 20)
            }
            guard let bytes else { continue }
            let order = try LabError.reading { () throws(PrimitivesError) in
                try RoomOrder.decode(bytes)
            }
            guard order.school == school, order.room == room else { continue }
            folders.append(
                OrderFolder(name: path.description, order: order, directory: directory)
            )
        }
        return folders
    }

    /// Locks a room for one order at a time.
    public static func lock(
        in state: Directory,
        school: SchoolCode,
        room: String
    ) throws(LabError) -> FileLock {
        let letters = room.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
        do {
            return try FileLock.acquire(
                in: state,
                path("verrou-\(school)-\(String(letters))"),
                kind: .flock
            )
        } catch {
            guard error.code == .locked else { throw LabError(error) }
            throw LabError(.busy, subject: room, detail: "another order is at work in this room")
        }
    }

    /// Where the role puts what it collects.
    public var resultsPath: String { location + "/resultats" }
    private var location: String { directory.location }

    /// The record of every station, in the order's order; waiting where nothing was written.
    public func stations() throws(LabError) -> [StationRecord] {
        var found: [StationRecord] = []
        for target in order.targets {
            let bytes = try LabError.wrapping { () throws(PlatformError) in
                try directory.readIfPresent(record(target.name), limit: 1 << 20)
            }
            guard let bytes else {
                found.append(StationRecord(waiting: target.name))
                continue
            }
            found.append(
                try LabError.reading { () throws(PrimitivesError) in
                    try StationRecord.decode(bytes)
                }
            )
        }
        return found
    }

    /// Replaces a station's record at once.
    public func write(_ record: StationRecord) throws(LabError) {
        let bytes = Array(JSONWriter.pretty(record.json).utf8)
        try LabError.wrapping { () throws(PlatformError) in
            try directory.write(bytes, atomicallyTo: self.record(record.name), permissions: 0o600)
        }
    }

    /// What a station sent under `name`; nil where it sent nothing.
    public func result(
        _ name: String,
        of station: String,
        limit: Int = 512 << 20
    ) throws(LabError) -> [UInt8]? {
        try LabError.wrapping { () throws(PlatformError) in
            try directory.readIfPresent(Self.path("resultats/\(station)/\(name)"), limit: limit)
        }
    }

    private func record(_ station: String) -> RelativePath { Self.path("postes/\(station).json") }
}
