public import Primitives

/// What a depot of Socle must be, beyond any TUF repository.
///
/// TUF lets whoever holds a threshold of root keys arrange everything anew. The policy pins what
/// the two institutions agreed on: who signs what, with how many keys, and that neither can do
/// alone what takes both.
public struct DepotPolicy: Sendable {
    /// A role the top-level targets delegate to, as it must be.
    public struct Role: Sendable {
        /// Whose keys may sign a role.
        public enum Holder: Sendable {
            case departement
            case academie
            /// Keys of both, so many that neither alone reaches the threshold.
            case both
        }

        /// The role's name.
        public let name: ExactString
        /// The only pattern it may list targets under.
        public let path: ExactString
        /// Whose keys sign.
        public let holder: Holder
        /// The lowest threshold.
        public let threshold: Int
        /// Days a signature lasts.
        public let days: Int64
    }

    /// The three delegated roles, in the order they are searched.
    public static let roles = [
        Role(
            name: "systeme",
            path: "systeme/*",
            holder: .departement,
            threshold: 1,
            days: 548
        ),
        Role(
            name: "applicatif",
            path: "applicatif/*",
            holder: .academie,
            threshold: 1,
            days: 548
        ),
        Role(
            name: "complements",
            path: "complements/*",
            holder: .both,
            threshold: 2,
            days: 365
        ),
    ]
    /// The lowest thresholds of root, targets, snapshot and timestamp.
    static let thresholds: [(kind: MetadataKind, least: Int)] = [
        (.root, 3), (.targets, 2), (.snapshot, 1), (.timestamp, 1),
    ]
    /// Longest target path: with the digest before its name it stays under 200 bytes, which any
    /// USB stick takes.
    public static let maximumPathLength = 135

    /// Fingerprints the station pinned: each must be a key of that institution in the first root.
    public let pinned: Pins?

    /// Fingerprints taken down at enrolment, one or more an institution.
    public struct Pins: Sendable {
        /// Keys of the Département.
        public let departement: Set<Digest>
        /// Keys of the Académie.
        public let academie: Set<Digest>

        /// Pins at least one key of each.
        public init(departement: Set<Digest>, academie: Set<Digest>) {
            self.departement = departement
            self.academie = academie
        }
    }

    /// A policy; without pins, whoever hands over the first root is believed.
    public init(pinned: Pins? = nil) {
        self.pinned = pinned
    }

    /// Refuses a first root whose institutions are not those pinned.
    public func checkPins(_ root: RootMetadata, subject: String) throws(TrustError) {
        guard let pinned else { return }
        let found = try institutions(root, subject)
        for (name, pins, keys) in [
            ("Département", pinned.departement, found.departement),
            ("Académie", pinned.academie, found.academie),
        ] {
            guard !pins.isEmpty else {
                throw refuse(subject, "no fingerprint of the \(name) is pinned: enrol the station")
            }
            let known = Set(keys.map(\.fingerprint))
            guard pins.isSubset(of: known) else {
                throw refuse(
                    subject,
                    "the \(name)'s keys are not those pinned when the station was enrolled"
                )
            }
        }
    }

    // MARK: Root

    /// Refuses a root that breaks the policy.
    func check(_ root: RootMetadata, subject: String) throws(TrustError) {
        guard root.consistentSnapshot else {
            throw refuse(subject, "consistent_snapshot must be true")
        }
        try checkKeys(root.keys, subject)
        for (kind, least) in Self.thresholds where root.role(kind).threshold < least {
            throw refuse(
                subject,
                "the threshold of \(kind.rawValue) is \(root.role(kind).threshold), "
                    + "at least \(least) is required"
            )
        }
        let institutions = try institutions(root, subject)
        for kind in [MetadataKind.root, .targets] {
            try checkShared(root.role(kind), root.keys, institutions, kind.rawValue, subject)
        }
        for kind in [MetadataKind.snapshot, .timestamp] {
            let keys = root.role(kind).material(among: root.keys)
            guard keys.isDisjoint(with: institutions.all) else {
                throw refuse(
                    subject,
                    "\(kind.rawValue) is signed by a key of an institution, "
                        + "not by the operator's own"
                )
            }
        }
    }

    func institutions(
        _ root: RootMetadata,
        _ subject: String
    ) throws(TrustError) -> Institutions {
        guard let institutions = root.institutions else {
            throw refuse(subject, "it does not say which institution holds which keys")
        }
        guard institutions.departement.isDisjoint(with: institutions.academie) else {
            throw refuse(subject, "both institutions hold the same key")
        }
        return institutions
    }

    // MARK: Parts

    /// Every key is Ed25519, listed once, under the id it should have.
    func checkKeys(
        _ keys: [ExactString: ListedKey],
        _ subject: String
    ) throws(TrustError) {
        var seen: [PublicKey: ExactString] = [:]
        for (id, listed) in keys.sorted(by: { $0.key < $1.key }) {
            guard let key = listed.key, key.kind == .ed25519 else {
                throw refuse(subject, "the key \(id) is not an Ed25519 key")
            }
            if let other = seen[key] {
                throw refuse(subject, "one key is listed under two ids, \(other) and \(id)")
            }
            guard listed.computedID == id else {
                throw refuse(subject, "the key \(id) has an id that is not its digest")
            }
            seen[key] = id
        }
    }

    /// The role belongs to both institutions, and neither alone reaches its threshold.
    func checkShared(
        _ role: RoleKeys,
        _ keys: [ExactString: ListedKey],
        _ institutions: Institutions,
        _ name: String,
        _ subject: String
    ) throws(TrustError) {
        let material = role.material(among: keys)
        guard material.isSubset(of: institutions.all) else {
            throw refuse(subject, "\(name) is signed by a key that is neither institution's")
        }
        for (holder, own) in [
            ("Département", institutions.departement), ("Académie", institutions.academie),
        ] where material.intersection(own).count >= role.threshold {
            throw refuse(subject, "the \(holder) alone reaches the threshold of \(name)")
        }
        guard material.count >= role.threshold else {
            throw refuse(subject, "\(name) has fewer keys than its threshold")
        }
    }

    func refuse(_ subject: String, _ detail: String) -> TrustError {
        TrustError(.policy, subject: subject, detail: detail)
    }
}

extension Institutions {
    /// The keys of both.
    var all: Set<PublicKey> { departement.union(academie) }
}
