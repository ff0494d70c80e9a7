public import Platform
public import Primitives
public import Testing

/// Everything a tree holds, to be compared with another.
public struct TreeSnapshot: Equatable, Sendable {
    /// One name of a tree.
    public struct Node: Equatable, Sendable {
        /// What it is.
        public var kind: FileKind
        /// Mode, owner, group, time and extended attributes.
        public var metadata: FileMetadata
        /// Size of a regular file.
        public var size: UInt64 = 0
        /// Content of a small regular file.
        public var content: [UInt8]?
        /// Checksum of a regular file's content.
        public var checksum: UInt64 = 0
        /// Target of a symbolic link.
        public var target: [UInt8]?
        /// The first path, in tree order, of the same file, when it has several names in the tree.
        public var linkedTo: RelativePath?
        /// Major and minor number of a device.
        public var device: [UInt32] = []
    }

    /// The nodes by path; the root is ``RelativePath/root``.
    public private(set) var nodes: [RelativePath: Node] = [:]

    /// Reads a tree.
    ///
    /// - Parameters:
    ///   - directory: the root.
    ///   - times: whether modification times count (they read as 0 otherwise).
    ///   - except: paths to leave out, with all they hold.
    /// - Returns: everything the tree holds.
    /// - Throws: the first thing that could not be read.
    public static func capture(
        _ directory: Directory,
        times: Bool = true,
        except: (RelativePath) -> Bool = { _ in false }
    ) throws -> TreeSnapshot {
        var snapshot = TreeSnapshot()
        var first: [[UInt64]: RelativePath] = [:]
        let errors = try TreeWalk.walk(from: directory) {
            (path, status) throws -> TreeWalk.Step in
            guard !except(path) else { return .skipDescendants }
            var node = try Node(path, status, in: directory, times: times)
            if status.linkCount > 1, !status.isDirectory {
                let key = [status.device, status.inode]
                node.linkedTo = first[key]
                first[key] = first[key] ?? path
            }
            snapshot.nodes[path] = node
            return .proceed
        }
        if let error = errors.first { throw error }
        return snapshot
    }

    /// One line for each path that differs: `-` only here, `+` only there, `~` with what changed.
    public func differences(from other: TreeSnapshot) -> [String] {
        let paths = Set(nodes.keys).union(other.nodes.keys).sorted()
        return paths.compactMap { path in
            let name = path.isRoot ? "." : path.description
            switch (nodes[path], other.nodes[path]) {
            case (let here?, nil): return "- \(name) (\(here.kind.name))"
            case (nil, let there?): return "+ \(name) (\(there.kind.name))"
            case (let here?, let there?) where here != there:
                return "~ \(name): " + here.changes(to: there).joined(separator: ", ")
            default: return nil
            }
        }
    }
}

extension TreeSnapshot.Node {
    init(
        _ path: RelativePath,
        _ status: FileStatus,
        in directory: Directory,
        times: Bool
    ) throws {
        kind = status.kind
        metadata = FileMetadata(
            mode: status.mode,
            owner: status.owner,
            group: status.group,
            modified: times ? status.modified : FileTime(seconds: 0),
            attributes: try directory.attributes(of: path)
        )
        switch status.kind {
        case .regular:
            size = status.size
            let file = try directory.openFile(path)
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while case let count = try file.read(into: &buffer), count > 0 {
                for byte in buffer.prefix(count) {
                    hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
                }
                if size <= 4096 { content = (content ?? []) + buffer.prefix(count) }
            }
            checksum = hash
        case .symbolicLink: target = try directory.symbolicLinkTarget(of: path)
        case .characterDevice, .blockDevice: device = [status.deviceMajor, status.deviceMinor]
        case .directory, .fifo, .socket: break
        }
    }

    func changes(to other: Self) -> [String] {
        var changes: [String] = []
        func note(_ name: String, _ here: String, _ there: String) {
            if here != there { changes.append("\(name) \(here) -> \(there)") }
        }
        func octal(_ mode: UInt16) -> String { String(mode, radix: 8) }
        func text(_ bytes: [UInt8]?) -> String {
            bytes.map { "“\(String(decoding: $0.prefix(60), as: UTF8.self))”" } ?? "none"
        }
        note("kind", kind.name, other.kind.name)
        note("mode", octal(metadata.mode), octal(other.metadata.mode))
        note("owner", "\(metadata.owner)", "\(other.metadata.owner)")
        note("group", "\(metadata.group)", "\(other.metadata.group)")
        note(
            "time",
            "\(metadata.modified.seconds).\(metadata.modified.nanoseconds)",
            "\(other.metadata.modified.seconds).\(other.metadata.modified.nanoseconds)"
        )
        note("attributes", names(metadata), names(other.metadata))
        note("size", "\(size)", "\(other.size)")
        note("content", text(content), text(other.content))
        note("checksum", String(checksum, radix: 16), String(other.checksum, radix: 16))
        note("target", text(target), text(other.target))
        note("linked to", linkedTo?.description ?? "none", other.linkedTo?.description ?? "none")
        note("device", "\(device)", "\(other.device)")
        return changes
    }

    private func names(_ metadata: FileMetadata) -> String {
        "\(metadata.attributes.map { "\(String(decoding: $0.name, as: UTF8.self))=\($0.value)" })"
    }
}

/// Expects two trees to be the same, and says what differs.
public func expectSame(
    _ actual: TreeSnapshot,
    _ expected: TreeSnapshot,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let differences = expected.differences(from: actual)
    #expect(
        differences.isEmpty,
        "\(differences.prefix(40).joined(separator: "\n"))",
        sourceLocation: sourceLocation
    )
}
