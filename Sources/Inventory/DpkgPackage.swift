package import Model

/// One record of dpkg's database.
package struct DpkgPackage: Sendable {
    /// What the administrator wants of the package: the first word of `Status`.
    package enum Selection: String, Sendable {
        case unknown, install, hold, deinstall, purge
    }

    /// How far the package is installed: the third word of `Status`.
    package enum Status: String, Sendable {
        case notInstalled = "not-installed"
        case configFiles = "config-files"
        case halfInstalled = "half-installed"
        case unpacked
        case halfConfigured = "half-configured"
        case triggersAwaited = "triggers-awaited"
        case triggersPending = "triggers-pending"
        case installed
    }

    /// A setting the package ships, with the sum of the version it shipped last.
    package struct Conffile: Sendable, Hashable {
        /// The path below the root, as the package names it.
        package let path: [UInt8]
        /// 32 hexadecimal digits, or dpkg's word `newconffile`.
        package let sum: String
        /// Whether the installed version no longer ships it.
        package let isObsolete: Bool
    }

    package var name = ""
    package var version = ""
    package var architecture = ""
    package var selection = Selection.install
    package var needsReinstallation = false
    package var status = Status.notInstalled
    package var relations = PackageRelations()
    package var summary: String?
    package var conffiles: [Conffile] = []
    /// The file and line of the record.
    package var file = ""
    package var line = 0

    /// The name under which dpkg keeps this package's lists when it is `Multi-Arch: same`.
    package var qualifiedName: String { "\(name):\(architecture)" }

    /// Whether files of the package may be on the disk: it was unpacked and not removed since.
    package var isUnpacked: Bool {
        status != .notInstalled && status != .configFiles && status != .halfInstalled
    }

    /// Whether dpkg holds the installation complete; trigger processing is outstanding work of
    /// others and counts as broken, as in `dpkg --audit`.
    package var itemState: InventoryItem.State? {
        switch status {
        case .notInstalled: nil
        case .configFiles: .removed
        case .installed where !needsReinstallation: selection == .hold ? .held : .installed
        case .installed: .broken("reinstreq")
        default: .broken(status.rawValue)
        }
    }
}
