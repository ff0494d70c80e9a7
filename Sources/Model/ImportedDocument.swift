/// The format of a document an inventory can be imported from.
public enum ImportFormat: String, Sendable, CaseIterable, Hashable {
    /// Our own JSON.
    case socle
    /// GLPI's inventory JSON.
    case glpi = "glpi-json"
    /// The XML of FusionInventory's and GLPI's agents.
    case fusionInventory = "fusioninventory-xml"
    /// The XML of OCS Inventory's agent.
    case ocs = "ocs-xml"
    /// Rows of osquery's tables.
    case osquery
    /// `winget export`.
    case winget
    /// Objects of PowerShell as CSV.
    case powershellCSV = "powershell-csv"
    /// Objects of PowerShell as JSON.
    case powershellJSON = "powershell-json"
    /// An export of the registry editor.
    case registry = "reg"
    /// `dpkg -l`, `dpkg-query -W`, or dpkg's own status file.
    case dpkgListing = "dpkg"
    /// An rpm database in its sqlite form.
    case rpmDatabase = "rpm-sqlite"
}

/// What a document may hold of people and machines, and no inventory keeps.
public enum LeftOut: String, Sendable, CaseIterable, Hashable {
    case users = "utilisateurs"
    case sessions
    case processes = "processus"
    case histories = "historiques"
    case licenceKeys = "cles-de-licence"
    case serials = "numeros-de-serie"
    case documents
    case addresses = "adresses-reseau"
    /// Folders of people in paths: the paths of programs and of how to uninstall them.
    case profilePaths = "chemins-de-profil"
    /// All else that is about the machine and not about software.
    case hardware = "materiel"
}

/// Where an imported inventory comes from.
public struct ImportedDocument: Sendable, Hashable {
    /// The format, as its content shows.
    public var format: ImportFormat
    /// The file, as it was named by whoever gave it.
    public var file: String
    /// The station's name, as the document gives it.
    public var station: String?
    /// What identifies the station in the document; for deriving a pseudonym, never shown.
    public var identifier: String?
    /// How many entries of each sort were met and dropped.
    public var leftOut: [LeftOut: Int]

    /// Creates a description.
    public init(
        format: ImportFormat,
        file: String,
        station: String? = nil,
        identifier: String? = nil,
        leftOut: [LeftOut: Int] = [:]
    ) {
        self.format = format
        self.file = file
        self.station = station
        self.identifier = identifier
        self.leftOut = leftOut
    }
}
