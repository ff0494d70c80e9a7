import Packaging
import Platform
import Primitives

/// Good inputs, in one folder for each subject; Scripts/soak fills them.
struct Examples: Sendable {
    let folder: Directory

    /// The most bytes an example has: a campaign of millions reads each again and again.
    private static let limit = 1 << 20

    /// The examples of `subject`, by name; none where it has no folder.
    func all(_ subject: String) throws -> [[UInt8]] {
        let path = try RelativePath(subject)
        guard let directory = try folder.openDirectoryIfPresent(path) else { return [] }
        return try directory.entries().map { RelativePath(uncheckedBytes: $0.name) }.sorted()
            .map { try directory.read($0, limit: Self.limit) }
    }

    /// The first example of `subject`.
    func first(_ subject: String) throws -> [UInt8] {
        guard let first = try all(subject).first else {
            throw CampaignError(reason: "\(folder.location) has no example of \(subject)")
        }
        return first
    }

    /// Writes the parts of the example of an index, as they are before they are compressed.
    func takeIndexApart() throws {
        let index = try LayerIndex.decode(try first("index"), expecting: nil)
        for part in IndexPart.allCases {
            let path = try RelativePath("index-\(part)")
            try folder.makeDirectories(path, permissions: 0o755)
            try folder.write(
                part.bytes(of: index),
                atomicallyTo: RelativePath("index-\(part)/base"),
                permissions: 0o644
            )
        }
    }
}

/// Why a campaign can not be run.
struct CampaignError: Error, CustomStringConvertible {
    let reason: String
    var description: String { reason }
}
