internal import Model
internal import Platform
internal import Primitives

/// One inventory in the making: items and coverage, source by source.
struct StationReading {
    private let root: Directory
    private var system: Inventory.System?
    private var items: [InventoryItem] = []
    private var coverage: [SourceCoverage] = []
    private var keptPatterns: [String] = []
    private var settings: [StationSetting] = []
    private var database: DpkgDatabase?
    private var ownership: FileOwnership?

    init(root: Directory) {
        self.root = root
    }

    /// The result.
    func inventory(taken: Instant) -> Inventory {
        Inventory(
            taken: taken,
            system: system,
            items: items,
            coverage: coverage,
            keptPatterns: keptPatterns,
            diversions: ownership?.movedFiles() ?? [],
            settings: settings
        )
    }

    mutating func note(_ source: InventorySource, _ state: SourceCoverage.State, _ detail: String) {
        coverage.append(SourceCoverage(source: source, state: state, detail: detail))
    }

    // MARK: Packages

    mutating func readPackages() {
        do throws(InventoryError) {
            let database = try DpkgDatabase.read(root: root)
            self.database = database
            note(.dpkg, .read, database.files.joined(separator: ", "))
            readHistory(of: database)
        } catch {
            note(.dpkg, error.code == .absent ? .absent : .unreadable, "\(error)")
        }
        do throws(InventoryError) {
            system = try OperatingSystem.read(
                root: root,
                architecture: database?.nativeArchitecture ?? ""
            )
            keptPatterns = try AptConfiguration.keptPatterns(root: root)
        } catch {
            note(.dpkg, .unreadable, "\(error)")
        }
    }

    /// Whose the packages are that do not come from the distribution.
    mutating func readPublishers() {
        let publishers = PackagePublishers.read(root: root, system: system?.id ?? "debian")
        settings += publishers.settings
        // Without a list the packages of a repository are still known, and only whose they are is not.
        for error in publishers.unreadable { note(.dpkg, .stale, "\(error)") }
        for index in items.indices where items[index].source == .dpkg {
            items[index].publisher = publishers.publisher(of: items[index])
        }
    }

    /// What was chosen about packages' files, and the print queues.
    mutating func readChoices() {
        let station = StationFiles(root)
        do throws(InventoryError) {
            settings += try LocalChoices(station).settings()
        } catch {
            note(.dpkg, .stale, "\(error)")
        }
        do throws(InventoryError) {
            settings += try PrintQueues.read(station)
        } catch {
            note(.driver, .stale, "\(error)")
        }
    }

    private mutating func readHistory(of database: DpkgDatabase) {
        var states: ExtendedStates?
        do throws(InventoryError) {
            // Without the file nothing was automatic.
            states = try ExtendedStates.read(root: root)
            if states == nil { states = try ExtendedStates.parse([]) }
        } catch {
            note(.dpkg, .unreadable, "\(error)")
        }
        let history = InstallHistory.read(root: root)
        // The logs only date what the database says: without them it is still known.
        for error in history.unreadable { note(.dpkg, .stale, "\(error)") }
        items += DpkgItems(database: database, states: states, history: history).items()
    }

    // MARK: Files

    mutating func readUnownedFiles(workers: Workers) {
        do throws(InventoryError) {
            let ownership = try FileOwnership.read(root: root, database: database)
            self.ownership = ownership
            for error in ownership.unreadable { note(.files, .unreadable, "\(error)") }
            let scan = UnownedScan(root: root, ownership: ownership).run(workers: workers)
            for error in scan.errors { note(.files, .unreadable, "\(error)") }
            items += UnownedPrograms(root: root, ownership: ownership, scan: scan).items()
            note(.appimage, .read, "usr, opt")
            note(.files, .read, "usr, opt, etc (drivers), \(OwnershipLists.folder)/*.list")
            if !scan.skipped.isEmpty {
                note(.files, .notCovered, scan.skipped.joined(separator: ", "))
            }
        } catch {
            note(.files, error.code == .absent ? .notCovered : .unreadable, "\(error)")
        }
    }

    // MARK: Other sources

    /// Reads rpm's database, and the programs of the package managers beside the system's own.
    mutating func readOtherSources() {
        readRPM(StationFiles(root))
        var programs = ManagedPrograms(root: root, ownership: ownership)
        programs.read()
        items += programs.items
        coverage += programs.coverage
    }

    /// Reads rpm's database where it is in the sqlite form; older forms are said not to be covered.
    private mutating func readRPM(_ station: StationFiles) {
        let folders = ["var/lib/rpm", "usr/lib/sysimage/rpm"]
        do throws(InventoryError) {
            for folder in folders {
                let file = "\(folder)/rpmdb.sqlite"
                guard let bytes = try station.content(file, limit: ReadingLimits.document) else {
                    continue
                }
                let log = try station.content("\(file)-wal", limit: ReadingLimits.document) ?? []
                items += try RPMDatabaseFile.items(bytes, log: log, file: file)
                return note(.rpm, .read, file)
            }
        } catch {
            return note(.rpm, .unreadable, "\(error)")
        }
        let present = folders.filter { holdsSomething(station, $0) }
        note(
            .rpm,
            present.isEmpty ? .absent : .notCovered,
            (present.isEmpty ? folders : present).joined(separator: ", ")
        )
    }

    private func holdsSomething(_ station: StationFiles, _ folder: String) -> Bool {
        // A folder that cannot be listed may hold something: better said than missed.
        guard let names = try? station.names(in: folder) else { return true }
        return names.contains { name in
            !name.hasPrefix(".") && ownership?.owns(path: "\(folder)/\(name)") != true
        }
    }
}
