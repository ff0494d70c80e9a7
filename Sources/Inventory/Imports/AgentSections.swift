internal import Model

/// What inventory agents call the parts of their documents, and what of them is kept.
enum AgentSections {
    /// The sort a section falls under that is dropped as a whole; names in lower case.
    static func leftOut(_ section: String) -> LeftOut {
        switch section {
        case "users", "local_users", "local_groups", "user", "localusers", "localgroups": .users
        case "accesslog", "remote_mgmt", "accountinfo", "sessions": .sessions
        case "processes": .processes
        case "licenseinfos", "licenses": .licenceKeys
        case "networks", "simcards", "modems", "firewalls", "network_ports": .addresses
        case "envs": .profilePaths
        default: .hardware
        }
    }

    /// The members of kept sections that are dropped, each by the sort it falls under.
    static let leftOutMembers: [String: LeftOut] = {
        let sorts: [(LeftOut, [String])] = [
            (
                .users,
                [
                    "username", "userid", "lastloggeduser", "datelastloggeduser", "winowner",
                    "owner", "wincompany", "userdomain",
                ]
            ),
            (.licenceKeys, ["winprodkey", "winprodid", "productkey", "ssh_key"]),
            (.serials, ["uuid", "serial", "hostid", "identifying_number", "chassis_serial"]),
            (
                .profilePaths,
                [
                    "folder", "uninstall_string", "quiet_uninstall_string", "install_location",
                    "install_source", "displayicon", "helplink",
                ]
            ),
            (
                .addresses,
                ["ipaddr", "defaultgateway", "dns", "mac", "workgroup", "dns_domain", "fqdn"]
            ),
            (.documents, ["comments", "description"]),
        ]
        return Dictionary(
            uniqueKeysWithValues: sorts.flatMap { sort, members in members.map { ($0, sort) } }
        )
    }()

    /// The sort a member of a kept section falls under; nil for what says nothing of anyone.
    static func leftOutMember(_ member: String) -> LeftOut? { leftOutMembers[member] }
}

/// The members of the sections of a document that describe the machine.
struct AgentMachine {
    var system = SystemRecord()
    var station = ""
    var identifier = ""
    var printers: [(driver: String, field: String)] = []
    /// The day of the document's own log, as agents write it.
    var made = ""
    var isPartial = false
    /// In MiB, as agents write them; the disk is the largest the document lists.
    var hardware = HardwareFacts()

    /// Takes a member of a section; names are in lower case.
    mutating func take(_ section: String, _ member: String, _ value: String) -> LeftOut? {
        switch (section, member) {
        case ("operatingsystem", "kernel_name"): system.kernel = value
        case ("operatingsystem", "kernel_version"): system.kernelVersion = value
        case ("operatingsystem", "full_name"): system.name = value
        case ("operatingsystem", "name"): if system.name.isEmpty { system.name = value }
        case ("operatingsystem", "version"): system.version = value
        case ("operatingsystem", "arch"): system.architecture = value
        case ("hardware", "osname"): if system.name.isEmpty { system.name = value }
        case ("hardware", "osversion"):
            if system.kernelVersion.isEmpty { system.kernelVersion = value }
        case ("hardware", "arch"): if system.architecture.isEmpty { system.architecture = value }
        case ("hardware", "name"): station = value
        case ("hardware", "memory"): hardware.memory = Int(value).flatMap { $0 > 0 ? $0 : nil }
        case ("drives", "total"):
            if let size = Int(value), size > hardware.disk ?? 0 { hardware.disk = size }
            return .hardware
        case ("drives", _): return .hardware
        case ("accesslog", "logdate"):
            made = value
            return .sessions
        default:
            return value.isEmpty ? nil : AgentSections.leftOutMember(member)
        }
        return nil
    }
}
