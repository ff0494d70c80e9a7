/// How much of a repository is read before anything in it is trusted.
///
/// The sizes are those of the reference client; real documents are far below them.
public struct MetadataLimits: Sendable {
    /// Bytes of a root.
    public var root = 512_000
    /// Bytes of a timestamp.
    public var timestamp = 16_384
    /// Bytes of a snapshot.
    public var snapshot = 2_000_000
    /// Bytes of a targets document, top-level or delegated.
    public var targets = 5_000_000
    /// Roots followed in one update.
    public var rootRotations = 256
    /// Roles visited in the search for one target.
    public var delegations = 32

    /// The usual limits.
    public init() {}
}
