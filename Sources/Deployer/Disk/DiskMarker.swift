internal import Platform
public import Primitives
internal import Trust

/// Where the installation of a disk stands, written on the disk itself.
///
/// It lies before the first partition, in the grain a `DiskLayout` leaves to the partition table,
/// so that it is there before the table is touched and whatever becomes of the file systems. Two
/// places are written in turn: a power cut while one is written leaves the other.
public struct DiskMarker: Sendable, Equatable {
    /// What is under way; each phase is begun again where it was stopped, and does no harm twice.
    public enum Phase: String, Sendable, CaseIterable, Comparable {
        /// The partition table is written.
        case table
        /// The file systems are made.
        case volumes = "systemes-de-fichiers"
        /// The content is restored.
        case content = "contenu"
        /// The disk is made to start.
        case startup = "amorcage"

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        /// In the order they come.
        public static func < (left: Phase, right: Phase) -> Bool { left.rank < right.rank }
    }

    /// The id that was approved.
    public let plan: Digest
    /// What is under way.
    public var phase: Phase
    /// What the identifiers of partitions, file systems and the machine are drawn from.
    public let seed: Digest
    /// What whoever approved it fixed for the station.
    public let settings: JSONValue
    private var sequence: Int64 = 0

    /// Begins an installation.
    public init(plan: Digest, seed: Digest, settings: JSONValue) {
        self.plan = plan
        phase = .table
        self.seed = seed
        self.settings = settings
    }

    // MARK: On the disk

    /// Bytes of one of the two places.
    package static let size = 4096
    /// Where they are.
    package static let offsets: [UInt64] = [512 << 10, (512 << 10) + 4096]
    private static let magic = Array("SOCLE-DISQUE-1\n".utf8)

    /// The marker on a disk, or nil where no installation is under way.
    static func read(_ device: BlockDevice) throws(DeployerError) -> DiskMarker? {
        var found: [DiskMarker] = []
        for offset in offsets where offset + UInt64(size) <= device.size {
            let bytes = try onDevice(device) { () throws(PlatformError) in
                try device.read(size, at: offset)
            }
            if let marker = decode(bytes) { found.append(marker) }
        }
        return found.max { $0.sequence < $1.sequence }
    }

    /// Makes this the marker of the disk; it is durable when this returns.
    mutating func write(_ device: BlockDevice) throws(DeployerError) {
        sequence += 1
        let bytes = encoded()
        guard bytes.count == Self.size else {
            throw DeployerError(
                .disk,
                subject: device.path,
                detail: "the station's settings are too long to be kept on the disk"
            )
        }
        try Self.write(bytes, device, at: Self.offsets[Int(sequence % 2)])
    }

    /// Takes the marker off the disk: the installation is ended.
    static func clear(_ device: BlockDevice) throws(DeployerError) {
        for offset in offsets { try write([UInt8](repeating: 0, count: size), device, at: offset) }
    }

    private static func write(
        _ bytes: [UInt8],
        _ device: BlockDevice,
        at offset: UInt64
    ) throws(DeployerError) {
        try onDevice(device) { () throws(PlatformError) in
            let file = try device.openForWriting()
            try file.write(bytes, at: offset)
            try file.sync()
        }
    }

    private static func onDevice<Result>(
        _ device: BlockDevice,
        _ body: () throws(PlatformError) -> Result
    ) throws(DeployerError) -> Result {
        do {
            return try body()
        } catch {
            throw DeployerError(.disk, subject: device.path, detail: error.description)
        }
    }

    /// The bytes of one place: a word, the SHA-256 of what follows it, the facts, zeros.
    package func encoded() -> [UInt8] {
        let facts: JSONValue = [
            "suite": .integer(sequence), "plan": .string(plan.hex),
            "phase": .string(phase.rawValue), "graine": .string(seed.hex), "reglages": settings,
        ]
        let body = Array(JSONWriter.compact(facts).utf8)
        let head = Self.magic + Array(SHA256Hasher.digest(of: body).hex.utf8) + [10]
        let count = head.count + body.count + 1
        return head + body + [UInt8](repeating: 0, count: max(1, Self.size - count + 1))
    }

    /// Reads ``encoded()``; nil for anything else, half a marker included.
    package static func decode(_ bytes: [UInt8]) -> DiskMarker? {
        guard bytes.starts(with: magic) else { return nil }
        let rest = bytes.dropFirst(magic.count)
        let body = rest.dropFirst(65).prefix { $0 != 0 }
        let sum = String(decoding: rest.prefix(64), as: UTF8.self)
        guard SHA256Hasher.digest(of: Array(body)).hex == sum,
            let value = try? JSONParser.parse(Array(body))  // What its sum vouches for is ours.
        else { return nil }
        return try? read(JSONNode(value))
    }

    private static func read(_ node: JSONNode) throws(PrimitivesError) -> DiskMarker? {
        func digest(_ name: String) throws(PrimitivesError) -> Digest {
            try node.member(name).parsed { (text) throws(PrimitivesError) in try Digest(hex: text) }
        }
        guard let phase = Phase(rawValue: try node.member("phase").string()) else { return nil }
        var marker = DiskMarker(
            plan: try digest("plan"),
            seed: try digest("graine"),
            settings: try node.member("reglages").value
        )
        marker.phase = phase
        marker.sequence = try node.member("suite").integer(in: 0...Int64.max - 1)
        return marker
    }
}

extension DiskMarker {
    /// 16 bytes for `purpose`, the same each time they are asked for.
    private func bytes(_ purpose: String) -> [UInt8] {
        let text = Array("socle disque \(seed.hex) \(purpose)".utf8)
        return Array(SHA256Hasher.digest(of: text).bytes.prefix(16))
    }

    /// A UUID of version 4 for `purpose`, in lower case.
    package func uuid(_ purpose: String) -> String {
        var bytes = bytes(purpose)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(Hexadecimal.encode(bytes))
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return parts.map { String(digits[$0]) }.joined(separator: "-")
    }

    /// The serial number of a FAT for `purpose`, as blkid(8) spells it.
    func serial(_ purpose: String) -> String {
        let digits = Hexadecimal.encode(Array(bytes(purpose).prefix(4))).uppercased()
        return digits.prefix(4) + "-" + digits.suffix(4)
    }

    /// The machine's identifier (machine-id(5)), drawn for this installation.
    public var machineID: String { uuid("machine-id").replacing("-", with: "") }
}
