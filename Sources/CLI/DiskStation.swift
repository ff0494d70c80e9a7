import Deployer
import Model
import Platform
import Primitives
import Trust

/// What a station that is installed on a disk is to be: fixed when it is approved, and kept on the
/// disk until it is done, for whoever finishes it after a power cut.
struct DiskStation: Sendable, Equatable {
    var configuration: StationConfiguration
    /// The host name.
    var name: String

    /// Who it will be.
    var identity: StationIdentity {
        StationIdentity(
            id: configuration.id,
            name: name,
            school: configuration.school,
            room: configuration.room,
            zone: configuration.zone
        )
    }

    /// What the flags say, then what the disk's last station was, then what the running system is.
    init(
        _ invocation: Invocation,
        running: StationConfiguration,
        former: FormerStation?
    ) throws(Failure) {
        var configuration = running
        let known = former?.configuration
        // The seed of the installation draws the id of a station that had none.
        configuration.id = known?.id ?? ""
        configuration.school = try Enrolment.school(invocation) ?? known?.school ?? running.school
        configuration.room = invocation.value(FlagTable.room) ?? known?.room ?? running.room
        configuration.zone = Enrolment.zone(invocation) ?? known?.zone ?? running.zone
        configuration.limits = known?.limits ?? running.limits
        if let depot = known?.depot { configuration.depot = depot }
        self.configuration = configuration
        let name = invocation.value(FlagTable.hostname) ?? former?.name ?? ""
        guard name.isEmpty || Self.isHostName(name) else {
            throw .usage(
                "“\(name)” is no host name",
                hint: "--hostname takes letters, digits and hyphens, 63 at most"
            )
        }
        self.name = name
    }

    /// Reads what ``json`` gives.
    init(_ value: JSONValue) throws(PrimitivesError) {
        let node = JSONNode(value)
        name = try node.member("nom").string()
        let document = try node.member("poste").value
        configuration = try StationConfiguration.decode(Array(JSONWriter.compact(document).utf8))
    }

    var json: JSONValue {
        // What was just encoded can be parsed.
        let document = (try? JSONParser.parse(configuration.encoded())) ?? .null
        return ["nom": .string(name), "poste": document]
    }

    private static func isHostName(_ text: String) -> Bool {
        text.utf8.count <= 63 && text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// Writes who the station is into its new root, before anything else of it is there.
    func write(to root: Directory, fstab: String, machineID: String) throws(Failure) {
        let hosts =
            "127.0.0.1\tlocalhost\n127.0.1.1\t\(name)\n::1\tlocalhost ip6-localhost ip6-loopback\n"
        let files = [
            ("etc/fstab", fstab), ("etc/hostname", name + "\n"), ("etc/hosts", hosts),
            ("etc/machine-id", machineID + "\n"),
        ]
        try Failure.explaining { () throws(PlatformError) in
            try root.makeDirectories(
                RelativePath(uncheckedBytes: Array("etc".utf8)),
                permissions: 0o755
            )
            for (path, text) in files {
                try root.write(
                    Array(text.utf8),
                    atomicallyTo: RelativePath(uncheckedBytes: Array(path.utf8)),
                    permissions: 0o644
                )
            }
        }
    }
}

/// The station a disk held, as far as it can be read.
struct FormerStation {
    let system: String
    let name: String?
    let configuration: StationConfiguration?

    /// The stations on the disk; one of the administrative zone is refused.
    static func all(on disk: DiskContent) throws(Failure) -> [String: FormerStation] {
        guard disk.unfinished == nil else { return [:] }
        var found: [String: FormerStation] = [:]
        for volume in disk.volumes where volume.content == .linux {
            let result = try Failure.explaining { () throws(DeployerError) in
                try DiskMounts.look(at: volume, of: disk) {
                    root -> Result<FormerStation?, Failure>? in
                    Result { () throws(Failure) in try FormerStation(root) }
                }
            }
            if let station = try result?.get() { found[volume.name] = station }
        }
        return found
    }

    /// Looks at the root of a file system; nil where no station is on it.
    ///
    /// - Throws: ``Failure`` of refusal for a station of the administrative zone.
    init?(_ root: Directory) throws(Failure) {
        func text(_ path: String) -> String? {
            // What can not be read of a disk about to be erased is not known of it.
            let path = RelativePath(uncheckedBytes: Array(path.utf8))
            guard let bytes = try? root.readIfPresent(path, limit: 1 << 16) else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
        let release = text("etc/os-release") ?? text("usr/lib/os-release")
        do throws(Failure) {
            configuration = try Station.configuration(of: root)
        } catch {
            guard error.exit == .refused else { return nil }
            throw error
        }
        guard let release else {
            guard configuration != nil else { return nil }
            (system, name) = ("", nil)
            return
        }
        let line = release.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") } ?? ""
        system = String(line.dropFirst(12).filter { $0 != "\"" })
        name = text("etc/hostname")?.split(whereSeparator: \.isWhitespace).first.map(String.init)
    }
}
