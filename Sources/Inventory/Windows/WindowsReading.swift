internal import Model
internal import Platform
internal import Primitives

/// One inventory of a Windows disk in the making: items and coverage, source by source.
struct WindowsReading {
    private let station: WindowsFiles
    private var system: Inventory.System?
    private var items: [InventoryItem] = []
    private var coverage: [SourceCoverage] = []
    private var architecture: String?
    /// What installed programs name as their folders.
    private var claims: [String] = []

    private static let config = "Windows/System32/config"

    init(_ station: WindowsFiles) {
        self.station = station
    }

    /// The result; of a disk whose registry does not say which Windows it is, that it is one.
    func inventory(taken: Instant) -> Inventory {
        let unknown = Inventory.System(
            id: "windows",
            version: "",
            name: "Windows",
            architecture: architecture ?? ""
        )
        return Inventory(taken: taken, system: system ?? unknown, items: items, coverage: coverage)
    }

    mutating func note(_ source: InventorySource, _ state: SourceCoverage.State, _ detail: String) {
        coverage.append(
            SourceCoverage(source: source, state: state, detail: ProfileMask.apply(detail))
        )
    }

    /// Notes what was damaged in a source that was read.
    private mutating func note(_ source: InventorySource, _ faults: ReadingFaults) {
        if let summary = faults.summary { note(source, .unreadable, summary) }
    }

    /// Opens a hive for `source` and notes how far it can be believed; nil where it cannot be read.
    private mutating func open(
        _ path: String,
        for source: InventorySource,
        as label: String? = nil
    ) -> Hive? {
        do throws(InventoryError) {
            guard let hive = try HiveFile.open(path, in: station, as: label) else {
                note(source, .absent, label ?? path)
                return nil
            }
            switch hive.state {
            case .clean: note(source, .read, hive.file)
            case .replayed(let logs, let entries):
                let names = logs.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
                note(source, .read, "\(hive.file) (\(names.joined(separator: ", ")): \(entries))")
            case .dirty(let reason):
                // What is there is shown, but the last changes are missing from it.
                note(source, .read, hive.file)
                note(source, .unreadable, "\(hive.file): its last changes are missing: \(reason)")
            }
            return hive
        } catch {
            note(source, .unreadable, "\(error)")
            return nil
        }
    }

    // MARK: Programs

    /// Programs, Store packages and updates of the machine, and which Windows it is.
    mutating func readSoftware() {
        guard let hive = open("\(Self.config)/SOFTWARE", for: .windows) else { return }
        var faults = ReadingFaults()
        system = WindowsSystem.read(hive, architecture: architecture, &faults)
        let native = system?.architecture ?? architecture
        let places = UninstallKeys.machinePlaces(native: native.flatMap { $0.isEmpty ? nil : $0 })
        take(UninstallKeys.read(hive, places, &faults))
        items += WindowsUpdates.read(hive, &faults) ?? []
        note(.windows, faults)
        var storeFaults = ReadingFaults()
        let packages = AppxPackages.read(hive, &storeFaults)
        items += packages ?? []
        note(.appx, packages == nil ? .absent : .read, "\(hive.file) AppxAllUserStore")
        note(.appx, storeFaults)
        // What winget installs is registered like everything else, and read as such.
        note(.winget, .absent, hive.file)
    }

    private mutating func take(
        _ entries: [(entry: UninstallEntry, architecture: String?, evidence: Evidence)]
    ) {
        for (entry, architecture, evidence) in entries {
            claims += entry.claims
            if let item = entry.item(architecture: architecture, evidence: evidence) {
                items.append(item)
            }
        }
    }

    /// Programs that people installed for themselves: of a person's hive only the key `Uninstall`.
    mutating func readProfiles() {
        var read = 0
        do throws(InventoryError) {
            guard let users = try station.find("Users") else {
                return note(.windows, .absent, "Users")
            }
            for entry in try station.entries(users) where entry.kind == .directory {
                guard let profile = try? users.appending(entry.name) else { continue }  // no name
                for name in ["NTUSER.DAT", "NTUSER.MAN"] {
                    guard try station.find("\(profile)/\(name)") != nil else { continue }
                    readProfile("\(profile)/\(name)", &read)
                }
            }
            let detail = "Users/*/NTUSER.DAT: \(read), key Uninstall only; no other file is opened"
            note(.windows, .read, detail)
        } catch {
            note(.windows, .unreadable, "\(error)")
        }
    }

    private mutating func readProfile(_ path: String, _ read: inout Int) {
        let label = ProfileMask.apply(path)
        do throws(InventoryError) {
            guard let hive = try HiveFile.open(path, in: station, as: label) else { return }
            read += 1
            if case .dirty(let reason) = hive.state {
                note(.windows, .unreadable, "\(label): its last changes are missing: \(reason)")
            }
            var faults = ReadingFaults()
            take(UninstallKeys.read(hive, UninstallKeys.personalPlaces, &faults))
            note(.windows, faults)
        } catch {
            note(.windows, .unreadable, "\(error)")
        }
    }

    /// Programs nothing registers.
    mutating func readPortablePrograms() {
        var faults = ReadingFaults()
        var portable = PortablePrograms(station, claims: claims, installed: items)
        items += portable.items(&faults)
        note(.files, .read, "/, Program Files, Program Files (x86), ProgramData: *.exe")
        if portable.isCutShort {
            note(.files, .unreadable, "more than \(ReadingLimits.portableNames) names")
        }
        note(.files, faults)
        note(.files, .notCovered, "Users")
    }

    // MARK: Drivers

    /// Drivers of the registry, of the driver store and of services.
    mutating func readDrivers() {
        var drivers = WindowsDrivers()
        var services: [DriverService] = []
        var faults = ReadingFaults()
        if let hive = open("\(Self.config)/SYSTEM", for: .driver) {
            architecture = faults.attempt { () throws(InventoryError) in
                try ControlSet.architecture(hive)
            }
            drivers.devices = DriverClasses.read(hive, &faults)
            drivers.packages = DriverDatabase.read(hive, &faults) ?? []
            drivers.printers = PrintDrivers.read(hive, &faults)
            services = DriverServices.read(hive, &faults)
        }
        // Windows 7 has no such hive, and a package that starts Windows is in SYSTEM alone.
        if let hive = open("\(Self.config)/DRIVERS", for: .driver) {
            drivers.packages += DriverDatabase.read(hive, &faults) ?? []
        }
        readDriverFiles(&drivers, &faults)
        items += drivers.items()
        var programs = ServicePrograms(station)
        items += programs.items(services, &faults)
        if programs.missing > 0 {
            note(.driver, .stale, "services whose file is gone: \(programs.missing)")
        }
        note(.driver, faults)
    }

    private mutating func readDriverFiles(
        _ drivers: inout WindowsDrivers,
        _ faults: inout ReadingFaults
    ) {
        let store = DriverStore(station: station)
        let published = store.readPublished(&faults)
        drivers.published = published ?? [:]
        note(.driver, published == nil ? .absent : .read, "Windows/INF/oem*.inf")
        let stored = store.readStore(&faults)
        drivers.stored = stored ?? [:]
        let folder = "Windows/System32/DriverStore/FileRepository"
        note(.driver, stored == nil ? .absent : .read, folder)
        let log = faults.attempt { () throws(InventoryError) -> SetupLog? in
            guard let path = try station.find("Windows/INF/setupapi.dev.log") else { return nil }
            return SetupLog.parse(try station.content(path, limit: ReadingLimits.log))
        }
        drivers.log = log ?? SetupLog()
        guard published != nil else { return }
        drivers.isInbox = { [station] inf in
            // A file that cannot be looked for is not known to be Windows' own.
            (try? station.find("Windows/INF/\(inf)")) != nil
        }
    }

    // MARK: The whole

    /// One item for a program that both views, or several people, have; parts under their program.
    mutating func fold() {
        var places: [String: Int] = [:]
        var folded: [InventoryItem] = []
        for item in items {
            let key = [
                item.source.rawValue, item.kind.rawValue, item.name.lowercased(), item.version,
                item.evidence.file, item.source == .windows ? "" : item.evidence.field,
            ]
            .joined(separator: "\n")
            if places[key] == nil {
                places[key] = folded.count
                folded.append(item)
            }
        }
        items = ProgramFolding.fold(folded)
    }
}
