internal import Platform
internal import Primitives

/// One run of `ansible-playbook` over the stations of a wave.
struct AnsiblePlay: Sendable {
    /// How the run ended.
    struct Outcome: Sendable {
        /// Whether Ansible came to the end of its play, whatever became of the stations.
        let isWhole: Bool
        /// Its last words on standard error.
        let words: String
    }

    let order: RoomOrder
    let targets: [RoomOrder.Target]
    let policy: LabPolicy
    let playbooks: String
    let results: String

    /// Runs the play and hands over its events as they come; a no ends it.
    func run(
        isCancelled: @escaping () -> Bool,
        take: (AnsibleEvent) -> Bool
    ) throws(LabError) -> Outcome {
        let place = try PrivateFolder.make()
        defer { place.remove() }
        try place.write("ssh_config", sshConfiguration(place.path))
        try place.write("inventory.json", JSONWriter.pretty(inventory))
        try place.write("variables.json", JSONWriter.pretty(variables))
        var lines = LineSplitter()
        var isWhole = false
        var strange = ""
        let result = try LabError.wrapping { () throws(PlatformError) in
            try ChildProcess.stream(
                [
                    "ansible-playbook", "--inventory", "\(place.path)/inventory.json",
                    "--extra-vars", "@\(place.path)/variables.json",
                    "\(playbooks)/\(order.kind.playbook)",
                ],
                environment: environment(place.path),
                isCancelled: isCancelled
            ) { bytes in
                for line in lines.add(bytes) {
                    // What is no line of ours is Ansible's own complaint.
                    guard let event = try? AnsibleEvent.decode(line) else {
                        strange += String(decoding: line.prefix(500), as: UTF8.self) + "\n"
                        strange = String(strange.suffix(4000))
                        continue
                    }
                    if case .over = event.event { isWhole = true }
                    guard take(event) else { return false }
                }
                return true
            }
        }
        let words = (strange + result.errorText).split(whereSeparator: \.isNewline).suffix(6)
        return Outcome(isWhole: isWhole, words: words.joined(separator: "; "))
    }

    // MARK: What Ansible is given

    private var inventory: JSONValue {
        let hosts = targets.map { target -> JSONMember in
            JSONMember(
                target.name,
                [
                    "socle_name": .string(target.name),
                    "socle_mac": .string(target.hardwareAddress ?? ""),
                    "socle_approval": .string(target.approval?.hex ?? ""),
                ]
            )
        }
        return ["all": ["hosts": .object(hosts)]]
    }

    private var variables: JSONValue {
        var values: [String: JSONValue] = [
            "socle_school": .string(order.school.description),
            "socle_room": .string(order.room),
            "socle_results": .string(results),
            "socle_timeout": .integer(Int64(policy.timeout)),
            "socle_patience": .integer(Int64(policy.timeout)),
            "socle_broadcast": .string(policy.broadcast),
            // The waves are ours: each run is one of them, and its end is judged by us.
            "socle_waves": ["100%"],
            "socle_failures": 100,
        ]
        for (name, value) in order.variables { values["socle_\(name)"] = .string(value) }
        return .object(values.sorted { $0.key < $1.key }.map { JSONMember($0.key, $0.value) })
    }

    /// The stations as `ssh` knows them; names and addresses hold nothing it could misread.
    private func sshConfiguration(_ place: String) -> String {
        var text = ""
        for target in targets {
            text += "Host \(target.name)\n  HostName \(target.address)\n"
        }
        text += """
            Host *
              User \(policy.user)
              Port \(policy.port)
              BatchMode yes
              StrictHostKeyChecking yes
              UpdateHostKeys no
              ConnectTimeout 10
              ServerAliveInterval 15
              ServerAliveCountMax 4
              ControlMaster auto
              ControlPersist 30s
              ControlPath \(place)/%C

            """
        if let key = policy.key { text += "  IdentityFile \(key)\n  IdentitiesOnly yes\n" }
        if let list = policy.knownHosts {
            text += "  UserKnownHostsFile \(list)\n  GlobalKnownHostsFile none\n"
        }
        return text
    }

    private func environment(_ place: String) -> [String: String] {
        // What else the person's environment tells Ansible is left out: the play is ours.
        var variables = Host.environment.filter { !$0.key.hasPrefix("ANSIBLE_") }
        variables["ANSIBLE_CONFIG"] = "\(playbooks)/ansible.cfg"
        variables["ANSIBLE_STDOUT_CALLBACK"] = "socle_events"
        variables["ANSIBLE_SSH_ARGS"] = "-F \(place)/ssh_config"
        variables["ANSIBLE_FORKS"] = "\(max(1, targets.count))"
        variables["ANSIBLE_HOME"] = "\(place)/ansible"
        variables["ANSIBLE_NOCOLOR"] = "1"
        variables["SOCLE_SSH_CONFIG"] = "\(place)/ssh_config"
        variables["LC_ALL"] = "C.UTF-8"
        return variables
    }
}

/// A folder in `/tmp` nobody else can open: `ssh` can not share a connection under a longer path.
private struct PrivateFolder {
    private let parent: Directory
    private let name: RelativePath
    private let directory: Directory
    let path: String

    static func make() throws(LabError) -> PrivateFolder {
        try LabError.wrapping { () throws(PlatformError) in
            let parent = try Directory.open("/tmp")
            let word = "socle-lab-\(Hexadecimal.encode(try RandomBytes.make(8)))"
            let name = RelativePath(uncheckedBytes: Array(word.utf8))
            try parent.makeDirectory(name, permissions: 0o700)
            return PrivateFolder(
                parent: parent,
                name: name,
                directory: try parent.openDirectory(name),
                path: "/tmp/\(word)"
            )
        }
    }

    func write(_ name: String, _ text: String) throws(LabError) {
        try LabError.wrapping { () throws(PlatformError) in
            let file = try directory.createFile(
                RelativePath(uncheckedBytes: Array(name.utf8)),
                permissions: 0o600
            )
            try file.write(Array(text.utf8))
        }
    }

    /// A connection kept open still writes there for a moment: what stays is empty of secrets.
    func remove() { try? parent.removeTree(name) }
}

/// Cuts a stream of bytes into lines.
private struct LineSplitter {
    private var rest: [UInt8] = []
    /// A line longer than any of ours is dropped, so that nothing makes the controller grow.
    private static let limit = 1 << 20

    mutating func add(_ bytes: ArraySlice<UInt8>) -> [[UInt8]] {
        var parts = (rest + bytes).split(
            separator: UInt8(ascii: "\n"),
            omittingEmptySubsequences: false
        )
        rest = parts.popLast().map(Array.init) ?? []
        if rest.count > Self.limit { rest = [] }
        return parts.filter { !$0.isEmpty }.map(Array.init)
    }
}
