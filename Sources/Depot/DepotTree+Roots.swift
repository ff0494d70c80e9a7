import Primitives
import Trust

/// The chain of roots of a depot, from one that is trusted to the last.
extension DepotTree {
    /// Refuses a depot whose last root does not descend from `anchor`.
    func requireDescent(from anchor: [UInt8], policy: DepotPolicy) throws(DepotError) {
        let last = try version(of: "root")
        do {
            try follow(anchor, to: last, policy)
        } catch {
            throw DepotError(error)
        }
    }

    private func follow(
        _ anchor: [UInt8],
        to last: Int64,
        _ policy: DepotPolicy
    ) throws(TrustError) {
        // No date of a root matters here but the last one's, which is not asked about.
        let beginning = Instant(secondsSince1970: 0)
        var trusted = try TrustedMetadata(
            root: anchor,
            named: "the trusted root",
            clock: TrustClock(system: beginning, floor: beginning),
            policy: policy
        )
        let first = trusted.root.header.version
        guard first <= last else {
            throw TrustError(
                .rollback,
                subject: "\(last).root.json",
                detail: "the last root of this depot is older than the one trusted, \(first)"
            )
        }
        let own = try SignedDocument(try root(first), subject: "\(first).root.json")
        let expected = try SignedDocument(anchor, subject: "the trusted root")
        guard own.digest == expected.digest else {
            throw TrustError(
                .policy,
                subject: "\(first).root.json",
                detail: "it is not the root of that version which is trusted"
            )
        }
        guard first < last else { return }
        for version in (first + 1)...last {
            try trusted.advanceRoot(try root(version), named: "\(version).root.json")
        }
    }

    private func root(_ version: Int64) throws(TrustError) -> [UInt8] {
        let name = "\(version).root.json"
        let bytes: [UInt8]?
        do {
            bytes = try readIfPresent("metadata/\(name)")
        } catch {
            throw TrustError(.io, subject: name, detail: error.description)
        }
        guard let bytes else {
            throw TrustError(.missing, subject: name, detail: "the depot lacks it")
        }
        return bytes
    }
}
