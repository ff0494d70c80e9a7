public import Trust

/// Who holds which keys of a new depot; public halves only.
public struct DepotRoster: Sendable {
    /// The keys of one institution.
    public struct Institution: Sendable {
        /// Keys kept offline, which sign the root; two, so that one may be lost.
        public var root: [PublicKey]
        /// The key that signs targets and the institution's own role.
        public var role: PublicKey

        /// Lists an institution's keys.
        public init(root: [PublicKey], role: PublicKey) {
            self.root = root
            self.role = role
        }

        var all: [PublicKey] { root.contains(role) ? root : root + [role] }
    }

    /// The Département, which signs the système.
    public var departement: Institution
    /// The Académie, which signs the applicatif.
    public var academie: Institution
    /// The key of the depot's operator, which signs snapshot and timestamp every week.
    public var operatorKey: PublicKey

    /// Lists all keys.
    public init(departement: Institution, academie: Institution, operatorKey: PublicKey) {
        self.departement = departement
        self.academie = academie
        self.operatorKey = operatorKey
    }
}
