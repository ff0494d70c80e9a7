public import Model
public import Platform
public import Primitives

/// Reads what is installed on a station, from files alone: the running Debian, or a Debian or a
/// Windows under a root.
public enum StationInventory {
    /// What to do about files no package owns.
    public enum UnownedFiles: Sendable {
        /// Look for them; this visits every directory of the system.
        case find
        /// Leave them; the coverage says so.
        case leave
        /// Somebody compared every path with a reference and found none beside it; what the
        /// coverage then says.
        case vouched(String)
    }

    /// What to look at.
    public struct Options: Sendable {
        /// What to do about files no package owns.
        public var unownedFiles: UnownedFiles

        /// Creates options; by default everything is looked at.
        public init(unownedFiles: UnownedFiles = .find) {
            self.unownedFiles = unownedFiles
        }

        /// Creates options that look for unowned files, or leave them.
        public init(findsUnownedFiles: Bool) {
            unownedFiles = findsUnownedFiles ? .find : .leave
        }
    }

    /// Reads the station below `root`.
    ///
    /// A source that is corrupt or unreadable is said so in the coverage, with its file and line;
    /// the others are still read.
    ///
    /// - Throws: ``InventoryError`` only when `root` itself cannot be looked into.
    public static func read(
        root: Directory,
        now: Instant,
        workers: Workers,
        options: Options = Options()
    ) throws(InventoryError) -> Inventory {
        do {
            _ = try root.status(of: .root)
        } catch {
            throw InventoryError(subject: root.location, operation: "open", cause: error)
        }
        var inventory =
            if let windows = try WindowsRoot.find(root) {
                try read(windows, now: now, options)
            } else {
                read(root, now: now, workers: workers, options)
            }
        inventory.hardware = StationHardware.read(root: root)
        return inventory
    }

    private static func read(
        _ root: Directory,
        now: Instant,
        workers: Workers,
        _ options: Options
    ) -> Inventory {
        var reading = StationReading(root: root)
        reading.readPackages()
        reading.readPublishers()
        reading.readChoices()
        switch options.unownedFiles {
        case .find: reading.readUnownedFiles(workers: workers)
        case .leave: reading.note(.files, .notCovered, "not asked for")
        case .vouched(let reason): reading.note(.files, .read, reason)
        }
        reading.readOtherSources()
        return reading.inventory(taken: now)
    }

    private static func read(
        _ windows: WindowsFiles,
        now: Instant,
        _ options: Options
    ) throws(InventoryError) -> Inventory {
        try WindowsRoot.checkIsShutDown(windows)
        var reading = WindowsReading(windows)
        reading.readDrivers()
        reading.readSoftware()
        reading.readProfiles()
        switch options.unownedFiles {
        case .find: reading.readPortablePrograms()
        case .leave: reading.note(.files, .notCovered, "not asked for")
        case .vouched(let reason): reading.note(.files, .read, reason)
        }
        reading.fold()
        return reading.inventory(taken: now)
    }
}
