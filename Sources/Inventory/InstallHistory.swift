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
    private var apt: [String: (start: LogTime, end: LogTime, command: String?)] = [:]
    private var dpkg: [String: LogTime] = [:]

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
        for transaction in transactions where !transaction.installed.isEmpty {
            let command = transaction.command.map(mask.apply)
            for name in transaction.installed {
                if let known = apt[name], known.start >= transaction.start { continue }
                apt[name] = (transaction.start, transaction.end ?? transaction.start, command)
            }
        }
    }

    /// Notes what dpkg did.
    package mutating func add(_ installations: [DpkgLog.Installation]) {
        for installation in installations {
            if let known = dpkg[installation.package], known >= installation.time { continue }
            dpkg[installation.package] = installation.time
        }
    }

    /// How the package came last, if a log says.
    package func arrival(
        of name: String,
        architecture: String,
        native: String
    ) -> Arrival? {
        // apt writes packages of architecture `all` under the native one.
        let keys = ["\(name):\(architecture)", "\(name):\(native)"]
        let byApt = keys.lazy.compactMap { apt[$0] }.first
        let byDpkg = keys.lazy.compactMap { dpkg[$0] }.max()
        guard let byApt else { return byDpkg.map { Arrival(day: $0.day, command: nil) } }
        // dpkg logs each installation apt makes; a later one was made without apt. An apt run that
        // was cut short has no end: what follows within the day is taken for its own.
        if let byDpkg, byDpkg > byApt.end, byApt.end > byApt.start || byDpkg.day > byApt.start.day {
            return Arrival(day: byDpkg.day, command: nil)
        }
        return Arrival(day: byApt.start.day, command: byApt.command)
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
            throw InventoryError(
                error.code == .lengthMismatch ? .tooLarge : .malformed,
                subject: file,
                operation: "decompress",
                detail: error.detail
            )
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
