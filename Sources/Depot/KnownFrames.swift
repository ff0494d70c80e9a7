import Packaging
import Primitives

/// The frames of the archives a copy has already: an edition shares most of them with the next.
struct KnownFrames {
    /// A part of a new archive that is here already.
    struct Part {
        /// Where it goes in the new archive.
        let range: Range<UInt64>
        /// The file it is in, and where.
        let path: String
        let offset: UInt64
        let digest: Digest
    }

    private struct Place {
        let path: String
        let offset: UInt64
    }

    private var places: [Digest: Place] = [:]
    /// The frames of the archives that are not here, by the archive's digest.
    private var missing: [Digest: [Frame]] = [:]

    /// Knows none.
    init() {}

    /// Looks through the indexes in `folder` of `tree`.
    init(_ tree: DepotTree, in folder: String) throws(DepotError) {
        let files = try tree.files(in: folder)
        for path in files where path.hasSuffix(".idx") {
            guard let bytes = try tree.readIfPresent(path, limit: DepotClient.documentLimit)
            else { continue }
            // What is no index any more, or never was one, only means that nothing is known of it.
            guard let index = try? LayerIndex.decode(bytes, expecting: nil) else { continue }
            let start = "\(folder)/\(index.archiveDigest.hex)."
            guard let archive = files.first(where: { $0.hasPrefix(start) }) else {
                missing[index.archiveDigest] = index.frames
                continue
            }
            for frame in index.frames {
                places[frame.digest] = Place(path: archive, offset: frame.offset)
            }
        }
    }

    /// What is here already of the archive with this digest, in its order.
    func parts(of archive: Digest) -> [Part] {
        (missing[archive] ?? []).compactMap { frame in
            guard let place = places[frame.digest] else { return nil }
            return Part(
                range: frame.range,
                path: place.path,
                offset: place.offset,
                digest: frame.digest
            )
        }
    }

    /// Forgets a frame that turned out damaged where it is.
    mutating func forget(_ digest: Digest) { places[digest] = nil }
}
