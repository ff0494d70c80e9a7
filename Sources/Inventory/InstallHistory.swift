internal import Archive
package import Platform
package import Primitives

/// When and by which command packages came, as far as the logs reach.
///
/// Logs are rotated away: they date and explain, and never prove that something did not happen.
package struct InstallHistory: Sendable {
    /// How one package came.
    package struct Arrival: Sendable, Hashable {
        /// The day, in the station's own time zone.
        package let day: Day
        /// The command, free of people's names; nil when dpkg was used directly.
        package let command: String?
    }

    /// The log files read.
    package private(set) var files: [String] = []
    /// The log files that could not be read, each with its reason.
    package private(set) var unreadable: [InventoryError] = []
    private var installations = LoggedEvents()
    private var upgrades = LoggedEvents()

    /// Creates an empty history.
    package init() {}

    /// Reads the logs of apt and dpkg below `root`, their rotations included.
    package static func read(root: Directory) -> InstallHistory {
        var history = InstallHistory()
        let mask = CommandMask.read(root: root)
        let station = StationFiles(root)
        history.readAll(station, folder: "var/log/apt", name: "history.log") {
            $0.add(AptHistory.parse($1), mask: mask)
        }
        history.readAll(station, folder: "var/log", name: "dpkg.log") {
            $0.add(DpkgLog.parse($1))
        }
        return history
    }

    /// Notes what apt did.
    package mutating func add(_ transactions: [AptHistory.Transaction], mask: CommandMask) {
        for transaction in transactions {
            let command = transaction.command.map(mask.apply)
            installations.add(transaction.installed, transaction, command)
            upgrades.add(transaction.upgraded, transaction, command)
        }
    }

    /// Notes what dpkg did.
    package mutating func add(_ events: [DpkgLog.Event]) {
        for event in events {
            switch event.kind {
            case .installation: installations.add(event)
            case .upgrade: upgrades.add(event)
            }
        }
    }

    /// How the package came last, if a log says.
    package func arrival(
        of name: String,
        architecture: String,
        native: String
    ) -> Arrival? {
        installations.last(Self.keys(name, architecture, native))
    }

    /// How the package was last given another version since it came, if a log says.
    package func upgrade(
        of name: String,
        architecture: String,
        native: String
    ) -> Arrival? {
        let keys = Self.keys(name, architecture, native)
        guard let upgrade = upgrades.last(keys) else { return nil }
        guard let arrival = installations.last(keys), arrival.day > upgrade.day else {
            return upgrade
        }
        return nil
    }

    // apt writes packages of architecture `all` under the native one.
    private static func keys(_ name: String, _ architecture: String, _ native: String) -> [String] {
        ["\(name):\(architecture)", "\(name):\(native)"]
    }

    // MARK: Files

    private mutating func readAll(
        _ station: StationFiles,
        folder: String,
        name: String,
        _ take: (inout InstallHistory, [UInt8]) -> Void
    ) {
        do throws(InventoryError) {
            let names = try station.names(in: folder).filter { Self.isRotation($0, of: name) }
            for name in names.prefix(ReadingLimits.rotations) {
                readOne(station, "\(folder)/\(name)", take)
            }
        } catch {
            unreadable.append(error)
        }
    }

    private mutating func readOne(
        _ station: StationFiles,
        _ file: String,
        _ take: (inout InstallHistory, [UInt8]) -> Void
    ) {
        do throws(InventoryError) {
            guard let bytes = try station.content(file, limit: ReadingLimits.log) else { return }
            take(&self, file.hasSuffix(".gz") ? try Self.expanded(bytes, file) : bytes)
            files.append(file)
        } catch {
            unreadable.append(error)
        }
    }

    private static func expanded(
        _ bytes: [UInt8],
        _ file: String
    ) throws(InventoryError) -> [UInt8] {
        do {
            return try Decompression.gunzip(bytes, limit: ReadingLimits.log, subject: file)
        } catch {
            throw InventoryError(decompressing: file, cause: error)
        }
    }

    /// Whether `candidate` is `name`, `name.N` or `name.N.gz`.
    private static func isRotation(_ candidate: String, of name: String) -> Bool {
        guard candidate.hasPrefix(name) else { return false }
        var rest = candidate.dropFirst(name.count)
        if rest.isEmpty { return true }
        if rest.hasSuffix(".gz") { rest = rest.dropLast(3) }
        return rest.first == "." && rest.count > 1
            && rest.dropFirst().utf8.allSatisfy(ByteText.isDigit)
    }
}
