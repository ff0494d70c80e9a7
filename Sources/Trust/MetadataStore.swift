public import Platform
public import Primitives

/// Keeps trusted documents in one directory of the station (`var/lib/socle/trust`).
///
/// Each is kept byte for byte under its role's name and replaced at once. Roots are kept first, so
/// that a power cut between two of them leaves a state the next run goes on from. The directory
/// lies on a path no restore touches: a station that forgot what it saw would believe an old depot.
public struct MetadataStore: MetadataStorage {
    private let directory: Directory

    private static let floorName = "clock-floor"
    private static let limit = 8 << 20

    /// Keeps documents in `directory`.
    public init(_ directory: Directory) {
        self.directory = directory
    }

    /// The document kept under `name`, or nil.
    public func document(_ name: String) throws(TrustError) -> [UInt8]? {
        try reporting(name) { () throws(PlatformError) in
            try directory.readIfPresent(try path(name), limit: Self.limit)
        }
    }

    /// Replaces the document kept under `name`.
    public func keep(_ bytes: [UInt8], as name: String) throws(TrustError) {
        try reporting(name) { () throws(PlatformError) in
            try directory.write(bytes, atomicallyTo: try path(name), permissions: 0o644)
        }
    }

    /// The highest clock floor noted.
    public func clockFloor() throws(TrustError) -> Instant? {
        guard let bytes = try document(Self.floorName) else { return nil }
        do {
            return try Instant(String(decoding: bytes.prefix(20), as: UTF8.self))
        } catch {
            throw error.inFile("\(directory.location)/\(Self.floorName)")
        }
    }

    /// Notes a clock floor; a lower one than before changes nothing.
    public func raiseClockFloor(to floor: Instant) throws(TrustError) {
        if let known = try clockFloor(), known >= floor { return }
        try keep(Array("\(floor)\n".utf8), as: Self.floorName)
    }

    private func path(_ name: String) throws(PlatformError) -> RelativePath {
        do {
            return try RelativePath(name)
        } catch {
            throw PlatformError(
                .notSupported,
                operation: "open",
                subject: name,
                detail: error.detail
            )
        }
    }

    private func reporting<Result>(
        _ name: String,
        _ body: () throws(PlatformError) -> Result
    ) throws(TrustError) -> Result {
        do {
            return try body()
        } catch {
            throw TrustError(
                .io,
                subject: "\(directory.location)/\(name)",
                detail: "the trusted state cannot be read or kept",
                cause: "\(error)"
            )
        }
    }
}
