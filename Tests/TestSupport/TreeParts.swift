public import Primitives

/// A regular file.
public struct RegularFile: TreePart {
    /// The name this part puts into the tree.
    public let node: TreeNode

    /// A file with text for content.
    public init(
        _ path: String,
        _ text: String = "",
        mode: UInt16 = 0o644,
        owner: UInt32? = nil,
        group: UInt32? = nil,
        modified: FileTime = Tree.defaultTime,
        attributes: [String: [UInt8]] = [:]
    ) {
        self.init(
            path,
            bytes: Array(text.utf8),
            mode: mode,
            owner: owner,
            group: group,
            modified: modified,
            attributes: attributes
        )
    }

    /// A file with any bytes for content.
    public init(
        _ path: String,
        bytes: [UInt8],
        mode: UInt16 = 0o644,
        owner: UInt32? = nil,
        group: UInt32? = nil,
        modified: FileTime = Tree.defaultTime,
        attributes: [String: [UInt8]] = [:]
    ) {
        node = TreeNode(
            path: path,
            content: .file(bytes),
            mode: mode,
            owner: owner,
            group: group,
            modified: modified,
            attributes: attributes
        )
    }
}

/// A directory with what it holds.
public struct Folder: TreePart {
    /// The name this part puts into the tree.
    public let node: TreeNode

    /// A directory; the paths of its parts are below it.
    public init(
        _ path: String,
        mode: UInt16 = 0o755,
        owner: UInt32? = nil,
        group: UInt32? = nil,
        modified: FileTime = Tree.defaultTime,
        attributes: [String: [UInt8]] = [:],
        @TreeBuilder _ parts: () -> [TreeNode] = { [] }
    ) {
        node = TreeNode(
            path: path,
            content: .folder(parts()),
            mode: mode,
            owner: owner,
            group: group,
            modified: modified,
            attributes: attributes
        )
    }
}

/// A symbolic link.
public struct Symlink: TreePart {
    /// The name this part puts into the tree.
    public let node: TreeNode

    /// A link that holds `target`, whether or not it exists.
    public init(
        _ path: String,
        to target: String,
        owner: UInt32? = nil,
        group: UInt32? = nil,
        modified: FileTime = Tree.defaultTime
    ) {
        node = TreeNode(
            path: path,
            content: .symlink(Array(target.utf8)),
            mode: 0o777,
            owner: owner,
            group: group,
            modified: modified
        )
    }
}

/// A second name of a file written earlier in the tree.
public struct HardLink: TreePart {
    /// The name this part puts into the tree.
    public let node: TreeNode

    /// Another name for the file at `first`.
    public init(_ path: String, to first: String) {
        node = TreeNode(path: path, content: .hardLink(first))
    }
}

/// A named pipe.
public struct Fifo: TreePart {
    /// The name this part puts into the tree.
    public let node: TreeNode

    /// A named pipe.
    public init(_ path: String, mode: UInt16 = 0o644) {
        node = TreeNode(path: path, content: .node(.fifo, major: 0, minor: 0), mode: mode)
    }
}

/// A socket without a listener.
public struct SocketNode: TreePart {
    /// The name this part puts into the tree.
    public let node: TreeNode

    /// A socket without a listener.
    public init(_ path: String, mode: UInt16 = 0o644) {
        node = TreeNode(path: path, content: .node(.socket, major: 0, minor: 0), mode: mode)
    }
}

/// A character or block device; needs root.
public struct DeviceNode: TreePart {
    /// The name this part puts into the tree.
    public let node: TreeNode

    /// A device node.
    public init(
        _ path: String,
        kind: FileKind = .characterDevice,
        major: UInt32,
        minor: UInt32,
        mode: UInt16 = 0o600
    ) {
        node = TreeNode(path: path, content: .node(kind, major: major, minor: minor), mode: mode)
    }
}
