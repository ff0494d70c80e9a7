public import Model
public import Platform
public import Primitives

/// Reads what is installed on a Debian station, from files alone: the running one or one under a
/// root.
public enum StationInventory {
    /// What to look at.
    public struct Options: Sendable {
        /// Whether to look for files no package owns; this visits every directory of the system.
        public var findsUnownedFiles: Bool

        /// Creates options; by default everything is looked at.
        public init(findsUnownedFiles: Bool = true) {
            self.findsUnownedFiles = findsUnownedFiles
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
        var reading = StationReading(root: root)
        reading.readPackages()
        if options.findsUnownedFiles {
            reading.readUnownedFiles(workers: workers)
        } else {
            reading.note(.files, .notCovered, "not asked for")
        }
        reading.noteOtherSources()
        return reading.inventory(taken: now)
    }
}
