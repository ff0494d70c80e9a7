/// Hears how a restore goes on; called from several threads, at most a few times a second.
public protocol RestoreObserver: Sendable {
    /// `progress` is how far `phase` is.
    func restore(_ phase: RestorePhase, _ progress: RestoreProgress)
}

/// The phases of a restore, in their order.
public enum RestorePhase: String, Sendable, CaseIterable {
    case comparing = "comparaison"
    case staging = "preparation"
    case committing = "ecriture"
    case steps = "etapes"
    case proving = "preuve"
}

/// How far a phase is.
public struct RestoreProgress: Sendable, Hashable {
    /// Files done.
    public var files: Int
    /// Files in all; 0 where that is not known.
    public var totalFiles: Int
    /// Bytes done.
    public var bytes: UInt64
    /// Bytes in all; 0 where that is not known.
    public var totalBytes: UInt64

    /// Creates a measure of progress.
    public init(files: Int = 0, totalFiles: Int = 0, bytes: UInt64 = 0, totalBytes: UInt64 = 0) {
        self.files = files
        self.totalFiles = totalFiles
        self.bytes = bytes
        self.totalBytes = totalBytes
    }
}

/// An observer that hears nothing.
public struct SilentObserver: RestoreObserver {
    /// Creates one.
    public init() {}
    /// Does nothing.
    public func restore(_ phase: RestorePhase, _ progress: RestoreProgress) {}
}
