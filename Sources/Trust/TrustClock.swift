public import Primitives

/// The moment against which every expiry date of one run is checked.
///
/// A station's clock may be wrong by decades: a flat battery puts it in 2010. It can never be
/// earlier than the build of this program, nor than a date already seen in a verified timestamp;
/// the later of those is the floor. One value is made at the start of a run and used throughout
/// (specification 1.0.34, clause 5.1).
public struct TrustClock: Sendable {
    /// What the system's clock says.
    public let system: Instant
    /// The earliest moment it can be.
    public let floor: Instant

    /// How far past the institutions' last signature the operator's key alone may move the floor.
    ///
    /// Whoever steals that key must not be able to push every station past the expiry of documents
    /// they cannot sign.
    public static let operatorReach: Int64 = 180 * 86400

    /// A clock over `system` that is not before `floor`.
    public init(system: Instant, floor: Instant) {
        self.system = system
        self.floor = floor
    }

    /// The moment to check against.
    public var now: Instant { max(system, floor) }

    /// Refuses a document that expires at or before now.
    ///
    /// A clock years past the date is reported as improbable, since depots are signed every week.
    func check(_ header: MetadataHeader, subject: String) throws(TrustError) {
        guard header.expires <= now else { return }
        let improbable = header.expires.adding(seconds: 3 * 365 * 86400) < now
        guard !improbable else {
            throw TrustError(
                .improbableClock,
                subject: subject,
                detail:
                    "it expired on \(header.expires) and the clock says \(system), years later: "
                    + "check the date of this station before the depot"
            )
        }
        let source = system < floor ? "it is at least \(floor)" : "the clock says \(system)"
        throw TrustError(
            .expired,
            subject: subject,
            detail: "it expired on \(header.expires) and \(source)"
        )
    }

    /// The floor after a verified timestamp issued at `issued`, when the institutions last signed
    /// at `signed`.
    static func raised(_ floor: Instant, by issued: Instant, signed: Instant) -> Instant {
        max(floor, min(issued, signed.adding(seconds: operatorReach)))
    }
}
