/// One application or driver of a socle, and how to recognise it.
public struct Component: Sendable, Hashable {
    /// The sort of licence (convention, Annexe III note 2).
    public enum LicenceKind: String, Sendable, CaseIterable, Hashable {
        case free = "libre"
        case gratis = "gratuit"
        case paid = "payant"
    }

    /// Who buys a paid component.
    public enum Buyer: String, Sendable, CaseIterable, Hashable {
        case school = "etablissement"
        case authority = "collectivite"
    }

    /// The identifier.
    public var id: String
    /// The name.
    public var name: String
    /// Who publishes it, as the source says.
    public var publisher: String
    /// The sort of licence.
    public var licenceKind: LicenceKind
    /// The licence by name, such as `GPL-3.0`.
    public var licence: String
    /// Nil except for a paid component.
    public var buyer: Buyer?
    /// The school subjects it serves.
    public var disciplines: [String]
    /// Whether the Éducation nationale itself publishes it (convention, Article 2).
    public var isNationalEducation: Bool
    /// The ways to recognise it; any one is enough.
    public var identities: [ComponentIdentity]
    /// What it needs of the hardware, where it needs something.
    public var requirements: HardwareRequirements?
    /// Names of runtimes, languages and drivers it brings along and that are part of it.
    public var brings: [String]

    /// Creates a component.
    public init(
        id: String,
        name: String,
        publisher: String,
        licenceKind: LicenceKind,
        licence: String,
        buyer: Buyer? = nil,
        disciplines: [String] = [],
        isNationalEducation: Bool = false,
        identities: [ComponentIdentity],
        requirements: HardwareRequirements? = nil,
        brings: [String] = []
    ) {
        self.id = id
        self.name = name
        self.publisher = publisher
        self.licenceKind = licenceKind
        self.licence = licence
        self.buyer = buyer
        self.disciplines = disciplines
        self.isNationalEducation = isNationalEducation
        self.identities = identities
        self.requirements = requirements
        self.brings = brings
    }
}

/// How one source shows a component.
public struct ComponentIdentity: Sendable, Hashable {
    /// The source this identity is about.
    public let source: InventorySource
    /// The exact name there; for Windows display names, `*` stands for any text.
    public let name: String
    /// The publisher that must be shown, where the source has one.
    public let publisher: String?
    /// Which versions are compliant.
    public let version: VersionRule

    /// Creates an identity.
    public init(
        source: InventorySource,
        name: String,
        publisher: String? = nil,
        version: VersionRule = .any
    ) {
        self.source = source
        self.name = name
        self.publisher = publisher
        self.version = version
    }
}

/// Which versions of a component are compliant, in the order of the source it was read from.
public enum VersionRule: Sendable, Hashable {
    case any
    /// This version or a later one.
    case atLeast(String)
    /// This upstream version, whatever the distribution's revision.
    case upstream(String)
    /// This version and no other.
    case exactly(String)
}

/// What a component needs of the hardware (convention, Article 3).
public struct HardwareRequirements: Sendable, Hashable {
    /// Memory in MiB.
    public var memory: Int?
    /// Size of the disk in MiB.
    public var disk: Int?
    /// Architectures it runs on, such as `amd64`; empty for any.
    public var architectures: [String]
    /// Whether it needs a graphics processor to draw.
    public var needsGraphicsProcessor: Bool

    /// Creates requirements.
    public init(
        memory: Int? = nil,
        disk: Int? = nil,
        architectures: [String] = [],
        needsGraphicsProcessor: Bool = false
    ) {
        self.memory = memory
        self.disk = disk
        self.architectures = architectures
        self.needsGraphicsProcessor = needsGraphicsProcessor
    }
}
