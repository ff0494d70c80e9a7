import Deployer
import Inventory
import Model
import Platform
import Primitives
import Trust

/// The station a command is about: its root, what it was enrolled as, and its record.
struct Station: Sendable {
    /// The root of the station.
    let root: Directory
    /// The root as the person named it.
    let path: String
    /// Whether the root is a Windows disk: looked at, never changed.
    let isWindows: Bool
    /// What enrolment fixed; nil for a station that is not enrolled.
    let configuration: StationConfiguration?
    /// Who it is.
    let identity: StationIdentity

    static let configurationPath = RelativePath(
        uncheckedBytes: Array("etc/socle/socle.json".utf8)
    )
    static let statePath = RelativePath(uncheckedBytes: Array("var/lib/socle".utf8))

    /// Opens the station `--root` names, `/` by default.
    ///
    /// A station of the administrative zone is refused before anything of it is read (convention,
    /// Articles 3 and 4).
    init(_ invocation: Invocation) throws(Failure) {
        path = invocation.value(FlagTable.root) ?? "/"
        root = try Self.open(path)
        configuration = try Self.configuration(of: root)
        let windows = WindowsIdentity.read(root: root)
        isWindows = windows != nil
        let machine =
            if let windows { windows.machine } else { try Self.line("etc/machine-id", root) ?? "" }
        let name =
            if let windows { windows.name } else { try Self.line("etc/hostname", root) ?? "" }
        identity = StationIdentity(
            id: configuration?.id ?? Self.pseudonym(machine),
            name: name,
            school: configuration?.school,
            room: configuration?.room,
            zone: configuration?.zone ?? .unknown
        )
    }

    /// What enrolment fixed for the station below `root`; nil for one that is not enrolled.
    ///
    /// A station of the administrative zone is refused here, before anything else of it is read.
    static func configuration(of root: Directory) throws(Failure) -> StationConfiguration? {
        let bytes = try Failure.explaining { () throws(PlatformError) in
            try root.readIfPresent(configurationPath, limit: 1 << 20)
        }
        guard let bytes else { return nil }
        let configuration = try Failure.explaining("\(configurationPath) can not be used") {
            () throws(PrimitivesError) in try StationConfiguration.decode(bytes)
        }
        guard configuration.zone != .administrative else {
            throw Failure(
                .refused,
                "the station is in the administrative zone; nothing of it was read",
                hints: ["the Académie looks after this station (convention, articles 3 and 4)"]
            )
        }
        return configuration
    }

    /// The folder that survives every restore.
    func stateDirectory(_ name: String) throws(Failure) -> Directory {
        try Failure.explaining { () throws(PlatformError) in
            try root.makeDirectories(Self.statePath, permissions: 0o755)
            let path = RelativePath(uncheckedBytes: Self.statePath.bytes + Array("/\(name)".utf8))
            try root.makeDirectories(path, permissions: 0o700)
            return try root.openDirectory(path)
        }
    }

    /// The pseudonym of a station by what identifies its machine.
    static func pseudonym(_ machine: String) -> String {
        String(SHA256Hasher.digest(of: Array("socle station \(machine)".utf8)).hex.prefix(32))
    }

    private static func line(_ path: String, _ root: Directory) throws(Failure) -> String? {
        let bytes = try Failure.explaining { () throws(PlatformError) in
            try root.readIfPresent(RelativePath(uncheckedBytes: Array(path.utf8)), limit: 4096)
        }
        guard let bytes else { return nil }
        return String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
    }
}
