public import Primitives

/// What one operator may do to rooms, and how: a document the Département writes.
///
/// Paths in it that are not absolute start at the document's own folder.
public struct LabPolicy: Sendable {
    /// The schools the operator looks after.
    public let schools: Set<SchoolCode>
    /// The most stations one order may touch.
    public let maximumStations: Int
    /// The most removals one order may make on a station.
    public let maximumRemovals: Int
    /// Stations that go first and alone.
    public let canary: Int
    /// Stations that go together afterwards.
    public let wave: Int
    /// Failures after which no further wave begins; a canary's failure always ends the order.
    public let failures: Int
    /// Seconds a station may take for one work.
    public let timeout: Int
    /// The account on the stations.
    public let user: String
    /// The port of their `sshd`.
    public let port: Int
    /// The private key that opens them; nil for the account's own.
    public let key: String?
    /// The host keys of the stations; nil for the account's own list.
    public let knownHosts: String?
    /// The hours of classes and exams (RFC 5545); nil where none are reserved.
    public let calendar: String?
    /// Where orders and results are kept.
    public let state: String
    /// Where the packet that wakes a station is sent.
    public let broadcast: String

    /// Reads a policy.
    ///
    /// ```json
    /// {"format": 1, "document": "salles", "etablissements": ["0829001N"], "etat": "/var/lib/socle-lab",
    ///  "postes": 32, "retraits": 20000, "canari": 1, "vague": 10, "echecs": 2}
    /// ```
    ///
    /// - Throws: ``LabError`` naming the place and the rule.
    public static func decode(_ bytes: [UInt8]) throws(LabError) -> LabPolicy {
        try LabError.reading { () throws(PrimitivesError) in
            try policy(JSONNode(try JSONParser.parse(bytes)))
        }
    }

    private static func policy(_ document: JSONNode) throws(PrimitivesError) -> LabPolicy {
        try document.allowMembers([
            "format", "document", "etablissements", "postes", "retraits", "canari", "vague",
            "echecs", "delai", "compte", "port", "cle", "cles-des-postes", "calendrier", "etat",
            "diffusion",
        ])
        _ = try document.member("format").integer(in: 1...1)
        let kind = try document.member("document")
        guard try kind.string() == "salles" else { throw kind.invalid("expected “salles”") }
        var schools: Set<SchoolCode> = []
        for element in try document.member("etablissements").elements() {
            schools.insert(try element.parsed(SchoolCode.init(_:)))
        }
        func number(
            _ name: String,
            _ range: ClosedRange<Int64>,
            _ usual: Int
        ) throws(PrimitivesError) -> Int {
            guard let node = try document.optionalMember(name) else { return usual }
            return Int(try node.integer(in: range))
        }
        func text(_ name: String) throws(PrimitivesError) -> String? {
            guard let node = try document.optionalMember(name) else { return nil }
            let value = try node.string()
            let isPlain = value.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "\"" }
            guard isPlain, !value.isEmpty, value.first != "-" else {
                throw node.invalid("“\(value)” is empty, starts with a dash or holds a blank")
            }
            return value
        }
        return LabPolicy(
            schools: schools,
            maximumStations: try number("postes", 1...1000, 32),
            maximumRemovals: try number("retraits", 0...10_000_000, 20_000),
            canary: try number("canari", 1...10, 1),
            wave: try number("vague", 1...50, 10),
            failures: try number("echecs", 0...1000, 2),
            timeout: try number("delai", 1...86_400, 3600),
            user: try text("compte") ?? "root",
            port: try number("port", 1...65_535, 22),
            key: try text("cle"),
            knownHosts: try text("cles-des-postes"),
            calendar: try text("calendrier"),
            state: try text("etat") ?? "/var/lib/socle-lab",
            broadcast: try text("diffusion") ?? "255.255.255.255"
        )
    }

    /// The same policy, with paths that are not absolute taken from `folder`.
    public func resolved(from folder: String) -> LabPolicy {
        func path(_ text: String) -> String {
            text.hasPrefix("/") || folder.isEmpty ? text : "\(folder)/\(text)"
        }
        return LabPolicy(
            schools: schools,
            maximumStations: maximumStations,
            maximumRemovals: maximumRemovals,
            canary: canary,
            wave: wave,
            failures: failures,
            timeout: timeout,
            user: user,
            port: port,
            key: key.map(path),
            knownHosts: knownHosts.map(path),
            calendar: calendar.map(path),
            state: path(state),
            broadcast: broadcast
        )
    }

    /// The stations in the order they go: the canary first and alone, then the waves.
    public func waves<Element>(_ stations: [Element]) -> [[Element]] {
        var waves = [Array(stations.prefix(canary))]
        var rest = stations.dropFirst(canary)
        while !rest.isEmpty {
            waves.append(Array(rest.prefix(wave)))
            rest = rest.dropFirst(wave)
        }
        return waves.filter { !$0.isEmpty }
    }
}
