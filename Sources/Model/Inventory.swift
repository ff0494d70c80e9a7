public import Primitives

/// Where an item was read.
public enum InventorySource: String, Sendable, CaseIterable, Hashable {
    case dpkg, rpm, flatpak, snap, appimage, pip, npm, wine
    /// Files that no package owns.
    case files
    case windows, appx, winget
    case driver
}

/// What sort of thing an item is.
public enum ItemKind: String, Sendable, CaseIterable, Hashable {
    case application, component, driver, update
}

/// How an item came to be installed.
public enum ItemOrigin: String, Sendable, CaseIterable, Hashable {
    /// Someone asked for it.
    case asked = "demande"
    /// It came because something else needed it.
    case automatic = "automatique"
    /// It was copied by hand: no package manager knows it.
    case manualCopy = "copie"
    case unknown = "inconnue"
}

/// Where a fact was read: a file, and the field or line in it.
public struct Evidence: Sendable, Hashable {
    /// The file, as a path below the root or the name of the document.
    public let file: String
    /// The field, key or line.
    public let field: String

    /// Creates a reference.
    public init(file: String, field: String) {
        self.file = file
        self.field = field
    }
}

/// One thing installed on a station.
public struct InventoryItem: Sendable, Hashable {
    /// Whether the item works, as its own package manager says.
    public enum State: Sendable, Hashable {
        case installed
        /// Installed and kept from changing.
        case held
        /// Not completely installed: the package manager's own word (`half-configured`).
        case broken(String)
        /// Removed, settings kept.
        case removed
    }

    /// How it was last given another version.
    public struct Upgrade: Sendable, Hashable {
        /// The day.
        public var day: Day
        /// The command, as far as the logs say, without any person's name.
        public var command: String?

        /// Creates a description.
        public init(day: Day, command: String? = nil) {
            self.day = day
            self.command = command
        }
    }

    /// Where it was read.
    public var source: InventorySource
    /// The name, without version, language and architecture; what tells editions apart stays.
    public var name: String
    /// The name as the source spells it, where that is not ``name``.
    public var title: String?
    /// The language, such as `fr`, where the source's name tells one.
    public var language: String?
    /// The version, as the source writes it.
    public var version: String
    /// The architecture, where the source has one.
    public var architecture: String?
    /// Who publishes it, as the source says.
    public var publisher: String?
    /// What sort of thing it is.
    public var kind: ItemKind
    /// How it came to be installed.
    public var origin: ItemOrigin
    /// Whether it works.
    public var state: State
    /// When it was installed, as far as the logs say.
    public var installed: Day?
    /// The command that installed it, as far as the logs say, without any person's name.
    public var command: String?
    /// How it was last given another version since, as far as the logs say.
    public var upgraded: Upgrade?
    /// One line of what it is.
    public var summary: String?
    /// What its package manager says of its relations; nil for other sources.
    public var relations: PackageRelations?
    /// The paths of an item that no package manager knows.
    public var paths: [RelativePath]
    /// What was folded under it: names of its parts, runtimes and updates, in order.
    public var includes: [String]
    /// Where it was read.
    public var evidence: Evidence

    /// Creates an item.
    public init(
        source: InventorySource,
        name: String,
        title: String? = nil,
        language: String? = nil,
        version: String,
        architecture: String? = nil,
        publisher: String? = nil,
        kind: ItemKind = .application,
        origin: ItemOrigin = .unknown,
        state: State = .installed,
        installed: Day? = nil,
        command: String? = nil,
        upgraded: Upgrade? = nil,
        summary: String? = nil,
        relations: PackageRelations? = nil,
        paths: [RelativePath] = [],
        includes: [String] = [],
        evidence: Evidence
    ) {
        self.source = source
        self.name = name
        self.title = title
        self.language = language
        self.version = version
        self.architecture = architecture
        self.publisher = publisher
        self.kind = kind
        self.origin = origin
        self.state = state
        self.installed = installed
        self.command = command
        self.upgraded = upgraded
        self.summary = summary
        self.relations = relations
        self.paths = paths
        self.includes = includes
        self.evidence = evidence
    }
}

/// A file of a package that was moved aside so that another could take its name (dpkg-divert(1)).
public struct Diversion: Sendable, Hashable {
    /// The name that was taken.
    public var path: RelativePath
    /// Where the package's own file went.
    public var target: RelativePath
    /// The package that took the name; nil where the administrator did.
    public var package: String?
    /// The package whose file was moved, where one is known.
    public var owner: String?

    /// Creates a description.
    public init(path: RelativePath, target: RelativePath, package: String?, owner: String?) {
        self.path = path
        self.target = target
        self.package = package
        self.owner = owner
    }
}

/// Everything found on one station at one moment, and what was looked at to find it.
public struct Inventory: Sendable {
    /// The operating system, from os-release.
    public struct System: Sendable, Hashable {
        /// `ID`, such as `debian`.
        public var id: String
        /// `VERSION_ID`, such as `12`.
        public var version: String
        /// `PRETTY_NAME`.
        public var name: String
        /// The native architecture, such as `amd64`.
        public var architecture: String

        /// Creates a description.
        public init(id: String, version: String, name: String, architecture: String) {
            self.id = id
            self.version = version
            self.name = name
            self.architecture = architecture
        }
    }

    /// When it was read.
    public var taken: Instant
    /// The operating system, where it could be told.
    public var system: System?
    /// What is installed.
    public var items: [InventoryItem]
    /// What could be read, source by source.
    public var coverage: [SourceCoverage]
    /// Patterns of packages the package manager never removes by itself.
    public var keptPatterns: [String]
    /// The document it was imported from; nil where the station's own files were read.
    public var document: ImportedDocument?
    /// Files of packages that were moved aside, in the order of their paths.
    public var diversions: [Diversion]
    /// What was chosen on the station beside what its packages bring.
    public var settings: [StationSetting]
    /// What is known of the hardware.
    public var hardware: HardwareFacts

    /// The source that lists the own packages of a system of that id: dpkg, Windows' programs, or rpm
    /// where that was read and dpkg was not.
    public func packageSource(systemID: String) -> InventorySource {
        guard !systemID.lowercased().hasPrefix("windows") else { return .windows }
        func isRead(_ source: InventorySource) -> Bool {
            coverage.contains { $0.source == source && $0.state == .read }
        }
        return isRead(.rpm) && !isRead(.dpkg) ? .rpm : .dpkg
    }

    /// Creates an inventory.
    public init(
        taken: Instant,
        system: System?,
        items: [InventoryItem],
        coverage: [SourceCoverage],
        keptPatterns: [String] = [],
        document: ImportedDocument? = nil,
        diversions: [Diversion] = [],
        settings: [StationSetting] = [],
        hardware: HardwareFacts = HardwareFacts()
    ) {
        self.taken = taken
        self.system = system
        self.items = items
        self.coverage = coverage
        self.keptPatterns = keptPatterns
        self.document = document
        self.diversions = diversions
        self.settings = settings
        self.hardware = hardware
    }
}
