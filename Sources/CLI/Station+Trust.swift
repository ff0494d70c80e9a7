import Depot
import Platform
import Primitives
import Trust

/// What a station trusts: the root pinned at enrolment, and the state kept since.
///
/// `etc/socle/socle.json` names the pinned root by its digest, and both the root's file and the
/// folder of the trusted state carry that digest in their names. So enrolment takes effect by one
/// rename, and state that was trusted under other keys is never taken for this enrolment's.
extension Station {
    /// The root metadata pinned at enrolment, or that `--trust` names where there is no enrolment.
    func pinnedRoot(_ invocation: Invocation) throws(Failure) -> [UInt8] {
        if let path = invocation.value(FlagTable.trust) {
            guard configuration == nil else {
                throw .usage(
                    "the station is enrolled: it trusts the keys pinned then, and --trust no others",
                    hint: "leave --trust out; socle enrol --replace-keys pins other keys"
                )
            }
            return try UserFile(path).read(limit: Self.rootLimit)
        }
        guard let configuration else {
            throw Failure(
                .undetermined,
                "the station is not enrolled: it trusts no depot yet",
                hints: [
                    "socle enrol pins the two institutions’ keys",
                    "socle scan --baseline DIR compares with unsigned documents",
                ]
            )
        }
        let path = Self.rootPath(configuration.root)
        let bytes = try Failure.explaining("the root pinned at enrolment can not be read") {
            () throws(PlatformError) in try root.read(path, limit: Self.rootLimit)
        }
        guard SHA256Hasher.digest(of: bytes) == configuration.root else {
            throw Failure(
                .undetermined,
                "\(path) is not the root that was pinned at enrolment",
                hints: ["enrol the station again with --replace-keys"]
            )
        }
        return bytes
    }

    /// Where what is trusted is kept between two runs; a station that is not enrolled keeps nothing.
    func trustStorage(_ invocation: Invocation) throws(Failure) -> any MetadataStorage {
        guard let configuration else { return TransientStorage() }
        return try trustStore(configuration.root)
    }

    /// What is kept of what a depot's server gave, of which there may be `count` bytes at least; a
    /// station that is not enrolled keeps nothing.
    func depotCache(atLeast count: UInt64 = 0) throws(Failure) -> DepotCache? {
        guard configuration != nil else { return nil }
        return DepotCache(
            try stateDirectory("cache"),
            limit: max(count, DepotCache.usualLimit)
        )
    }

    /// Makes `configuration`, with the root it names, what the station is enrolled as.
    ///
    /// The configuration is written last: until then the station is what it was before. What was
    /// `seen` of the depot counts from the moment it is written: it only ever asks for more.
    func enrol(
        _ configuration: StationConfiguration,
        root metadata: [UInt8],
        _ seen: DepotSeen?
    ) throws(Failure) {
        try Failure.explaining { () throws(PlatformError) in
            try root.makeDirectories(
                RelativePath(uncheckedBytes: Array("etc/socle".utf8)),
                permissions: 0o755
            )
            try root.write(
                metadata,
                atomicallyTo: Self.rootPath(configuration.root),
                permissions: 0o644
            )
        }
        if let seen { try keep(seen, configuration.root) }
        let known = self.configuration
        if let known, known.root != configuration.root {
            // Other keys, the same clock: what it has seen of time stays seen.
            let (old, new) = (try trustStore(known.root), try trustStore(configuration.root))
            try Failure.explaining { () throws(TrustError) in
                if let floor = try old.clockFloor() { try new.raiseClockFloor(to: floor) }
            }
        }
        try Failure.explaining { () throws(PlatformError) in
            try root.write(
                configuration.encoded(),
                atomicallyTo: Self.configurationPath,
                permissions: 0o644
            )
            guard let known, known.root != configuration.root else { return }
            // Nothing reads them any more; what a power cut leaves of them does no harm.
            try root.removeTree(Self.statePath(known.root))
            try root.removeFile(Self.rootPath(known.root))
            let seen = Self.seenPath(known.root)
            if try root.statusIfPresent(of: seen) != nil { try root.removeTree(seen) }
        }
    }

    // MARK: What was shown of the depot

    /// The documents of the depot that enrolment was shown, by name: none is ever gone behind.
    ///
    /// They lie beside the pinned root, so that a station that lost its state still has them.
    func documentsSeen() throws(Failure) -> [String: [UInt8]] {
        guard let configuration else { return [:] }
        let path = Self.seenPath(configuration.root)
        let folder = try Failure.explaining { () throws(PlatformError) in
            try root.openDirectoryIfPresent(path)
        }
        guard let folder else { return [:] }
        return try Failure.explaining { () throws(TrustError) in
            var documents: [String: [UInt8]] = [:]
            for name in DepotSeen.names {
                documents[name] = try MetadataStore(folder).document(name)
            }
            return documents
        }
    }

    private func keep(_ seen: DepotSeen, _ pinned: Digest) throws(Failure) {
        let folder = try Failure.explaining { () throws(PlatformError) in
            try root.makeDirectories(Self.seenPath(pinned), permissions: 0o755)
            return try root.openDirectory(Self.seenPath(pinned))
        }
        let store = try trustStore(pinned)
        try Failure.explaining { () throws(TrustError) in
            for (name, bytes) in seen.documents.sorted(by: { $0.key < $1.key }) {
                try MetadataStore(folder).keep(bytes, as: name)
            }
            try store.raiseClockFloor(to: seen.clockFloor)
        }
    }

    private static func seenPath(_ pinned: Digest) -> RelativePath {
        RelativePath(uncheckedBytes: Array("etc/socle/seen-\(pinned.hex.prefix(16))".utf8))
    }

    private func trustStore(_ pinned: Digest) throws(Failure) -> MetadataStore {
        MetadataStore(try stateDirectory("trust/\(pinned.hex.prefix(16))"))
    }

    private static func statePath(_ pinned: Digest) -> RelativePath {
        RelativePath(
            uncheckedBytes: statePath.bytes + Array("/trust/\(pinned.hex.prefix(16))".utf8)
        )
    }

    private static func rootPath(_ pinned: Digest) -> RelativePath {
        RelativePath(
            uncheckedBytes: Array("etc/socle/root-\(pinned.hex.prefix(16)).json".utf8)
        )
    }

    static let rootLimit = 1 << 20
}
