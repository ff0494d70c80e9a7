internal import Platform
internal import Primitives

/// Opens a hive of a station with the logs that lie beside it.
enum HiveFile {
    /// The hive at `path` in any case, or nil when there is none.
    ///
    /// The logs are looked at first: they say how long the hive becomes, so that its content is
    /// never in memory twice.
    static func open(
        _ path: String,
        in station: WindowsFiles,
        as label: String? = nil
    ) throws(InventoryError) -> Hive? {
        guard let found = try station.find(path), let parent = found.parent else { return nil }
        let label = label ?? found.description
        let start = try station.open(found, as: label) {
            (file) throws(PlatformError) in try file.read(HiveHeader.length + 32, at: 0)
        }
        let recovery = try Hive.recovery(
            of: start,
            logs: try logs(of: found, below: parent, station, label),
            file: label
        )
        let size = HiveHeader.length + recovery.binsSize
        let bytes = try station.open(found, as: label) { (file) throws(PlatformError) in
            let length = Int(clamping: try file.status().size)
            let isGrown = !recovery.logs.isEmpty
            let kept = min(length, size, ReadingLimits.hive)
            return try file.read(kept, at: 0, paddedTo: isGrown ? min(size, ReadingLimits.hive) : 0)
        }
        return try Hive.open(bytes, recovery, file: label)
    }

    /// The logs beside the hive, by name and content; empty ones left out.
    private static func logs(
        of path: RelativePath,
        below parent: RelativePath,
        _ station: WindowsFiles,
        _ label: String
    ) throws(InventoryError) -> [(name: String, bytes: [UInt8])] {
        var logs: [(name: String, bytes: [UInt8])] = []
        for suffix in ["LOG1", "LOG2", "LOG"] {
            guard let found = try station.find("\(path).\(suffix)") else { continue }
            let bytes = try station.open(found, as: "\(label).\(suffix)") {
                (file) throws(PlatformError) in try file.readToEnd(limit: ReadingLimits.hiveLog)
            }
            if !bytes.isEmpty { logs.append(("\(label).\(suffix)", bytes)) }
        }
        return logs
    }
}
