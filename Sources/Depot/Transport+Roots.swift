import Primitives
import Trust

/// The chain of roots of a depot, from one that is trusted to the last.
extension Transport {
    /// Refuses a depot whose last root does not descend from `anchor`, a root that is trusted.
    public func requireDescent(from anchor: [UInt8]) throws(DepotError) {
        do {
            try follow(anchor)
        } catch {
            throw DepotError(error)
        }
    }

    private func follow(_ anchor: [UInt8]) throws(TrustError) {
        // No date of a root matters here but the last one's, which is not asked about.
        let beginning = Instant(secondsSince1970: 0)
        var trusted = try TrustedMetadata(
            root: anchor,
            named: "the trusted root",
            clock: TrustClock(system: beginning, floor: beginning),
            policy: DepotPolicy()
        )
        let first = trusted.root.header.version
        guard let bytes = try root(first) else {
            throw TrustError(
                .rollback,
                subject: "\(first).root.json",
                detail: "the depot lacks the root of that version which is trusted: it is another "
                    + "one, or older"
            )
        }
        let own = try SignedDocument(bytes, subject: "\(first).root.json")
        let expected = try SignedDocument(anchor, subject: "the trusted root")
        guard own.digest == expected.digest else {
            throw TrustError(
                .policy,
                subject: "\(first).root.json",
                detail: "it is not the root of that version which is trusted"
            )
        }
        for version in first..<(first + Int64(MetadataLimits().rootRotations)) {
            guard let next = try root(version + 1) else { return }
            try trusted.advanceRoot(next, named: "\(version + 1).root.json")
        }
    }

    private func root(_ version: Int64) throws(TrustError) -> [UInt8]? {
        try MetadataTransport(transport: self).metadata(
            "\(version).root.json",
            limit: MetadataLimits().root
        )
    }
}
