internal import Platform
internal import Primitives

/// What one transaction keeps in quarantine, on all its file systems.
struct KeptObjects {
    /// One name in a quarantine folder.
    struct Object {
        /// Where it lies.
        let place: RelativePath
        /// The path it was displaced from.
        let origin: RelativePath
        let isDirectory: Bool
        let bytes: UInt64
        let count: Int
        /// Whether it may be somebody's data.
        let mayBeData: Bool
    }

    private(set) var objects: [Object] = []
    private(set) var bytes: UInt64 = 0
    private(set) var count = 0

    /// Names in the folder of a transaction that are not what it displaced.
    private static let signs: Set<String> = ["manifest", "steps-done", "recorded", "purged"]

    /// Looks at all that transaction `log` keeps; what is on a file system that is not mounted now is
    /// not counted.
    init(_ root: Directory, _ log: WriteAheadLog) throws(DeployerError) {
        let workspace = Workspace(volumes: log.header.volumes)
        do {
            for volume in workspace.volumes.indices {
                let folder = workspace.quarantine(volume, log.header.folder)
                guard try root.presence(of: folder)?.isDirectory == true else { continue }
                for entry in try root.entries(of: folder) {
                    let name = String(decoding: entry.name, as: UTF8.self)
                    guard volume > 0 || !Self.signs.contains(name) else { continue }
                    let place = RelativePath(
                        uncheckedBytes: folder.bytes + [UInt8(ascii: "/")] + entry.name
                    )
                    add(try Self.object(root, log, place, name))
                }
            }
        } catch {
            throw DeployerError(error)
        }
    }

    private mutating func add(_ object: Object) {
        objects.append(object)
        bytes &+= object.bytes
        count += object.count
    }

    /// What took a name in between, and what a directory holds, was put there by somebody.
    private static func object(
        _ root: Directory,
        _ log: WriteAheadLog,
        _ place: RelativePath,
        _ name: String
    ) throws(PlatformError) -> Object {
        let step = name.split(separator: ".").first.flatMap { Int($0) }
            .flatMap { log.steps.indices.contains($0) ? log.steps[$0] : nil }
        var bytes: UInt64 = 0
        var count = 0
        let errors = TreeWalk.walk(from: root, below: place) { _, status in
            bytes &+= status.blocks &* 512
            count += 1
            return .proceed
        }
        if let error = errors.first { throw error }
        let isDirectory = try root.status(of: place).isDirectory
        return Object(
            place: place,
            origin: step?.path ?? place,
            isDirectory: isDirectory,
            bytes: bytes,
            count: count,
            mayBeData: step.map { $0.mayBeData || name.contains(".") || isDirectory && count > 1 }
                ?? true
        )
    }
}
