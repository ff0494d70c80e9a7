internal import Primitives

/// The constants of the index file: `magic | version | length of the table | table | chunks`.
///
/// The table of contents is a header in canonical JSON and one row a chunk. Chunks are independent
/// zstd frames cut by content, so an edition that changes one package changes the few chunks that
/// list its paths, its frames and its record in the lock, and a client that holds the edition
/// before fetches only those.
enum IndexFormat {
    static let magic = Array("SOCLEIDX".utf8)
    static let version: UInt32 = 1
    /// Bytes before the table of contents.
    static let prologueLength = 16
    static let maximumTableLength = 4 << 20
    static let maximumHeaderLength = 64 << 10
    static let maximumChunkLength = 8 << 20
    static let maximumEntries = 8_000_000
    /// The level of the chunks.
    ///
    /// libarchive does not tell zstd how small they are, so a higher level
    /// would clear tens of megabytes of tables for each.
    static let level = 3

    /// What the records of a chunk are; chunks come in this order.
    enum ChunkKind: UInt8, CaseIterable {
        case entries = 1
        case removals = 2
        case frames = 3
        case lock = 4

        var name: String {
            switch self {
            case .entries: "entries"
            case .removals: "removals"
            case .frames: "frames"
            case .lock: "lock"
            }
        }

        /// A chunk ends on average after this many records.
        var averageCount: UInt64 {
            switch self {
            case .entries, .removals, .frames: 96
            case .lock: 64
            }
        }

        /// A chunk ends at the latest after this many records.
        var maximumCount: Int { Int(averageCount) * 4 }
    }

    /// A fixed spread of `bytes` over 64 bits, for cuts that depend on nothing but the name.
    static func spread(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ hash >> 33
    }
}

/// One row of the table of contents.
struct IndexChunk: Hashable {
    let kind: IndexFormat.ChunkKind
    let compressedLength: Int
    let decodedLength: Int
    let recordCount: Int
    /// The SHA-256 of the compressed bytes.
    let digest: Digest

    /// How errors name it.
    func label(_ number: Int) -> String { "index chunk \(number) (\(kind.name))" }
}
