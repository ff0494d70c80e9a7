/// The refusals several rules share.
extension TrustedMetadata {
    func checkFreshness(_ header: MetadataHeader, _ subject: String) throws(TrustError) {
        guard !acceptsStale else { return }
        try clock.check(header, subject: subject)
    }

    func refuseRollback(
        _ subject: String,
        from known: Int64,
        to found: Int64,
        what: String
    ) throws(TrustError) {
        guard found < known else { return }
        throw TrustError(
            .rollback,
            subject: subject,
            detail: "\(what) is \(found), and \(known) was trusted before"
        )
    }

    func refuseOtherVersion(
        _ subject: String,
        _ found: Int64,
        listed: Int64,
        by lister: String
    ) throws(TrustError) {
        guard found != listed else { return }
        throw TrustError(
            .versionMismatch,
            subject: subject,
            detail: "its version is \(found), \(lister) lists \(listed)"
        )
    }

    func outOfOrder(_ subject: String, _ detail: String) -> TrustError {
        TrustError(.outOfOrder, subject: subject, detail: detail)
    }
}
