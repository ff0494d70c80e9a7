public import Platform
public import Primitives

/// A file tree written down in a test.
///
/// ```swift
/// try Tree {
///     RegularFile("etc/motd", "hi", mode: 0o644)
///     Symlink("etc/alternatives", to: "/nowhere")
///     Folder("var", mode: 0o700) { Fifo("queue") }
/// }.write(to: Scratch.current.directory)
/// ```
public struct Tree: Sendable {
    private let nodes: [TreeNode]

    /// The time given to everything that names none: 2026-01-01T00:00:00Z.
    public static let defaultTime = FileTime(seconds: 1_767_225_600)

    /// Describes a tree; directories not named are created with mode 0755.
    public init(@TreeBuilder _ parts: () -> [TreeNode]) {
        nodes = parts()
    }

    /// Writes the tree; times of directories come last, so they stay.
    public func write(to directory: Directory) throws {
        var times: [(RelativePath, FileTime)] = []
        for node in nodes { try node.write(to: directory, below: .root, &times) }
        for (path, time) in times.reversed() { try directory.setModified(time, of: path) }
    }
}

/// One name of a ``Tree``; made by ``RegularFile`` and its siblings.
public struct TreeNode: Sendable {
    enum Content: Sendable {
        case file([UInt8])
        case folder([TreeNode])
        case symlink([UInt8])
        case hardLink(String)
        case node(FileKind, major: UInt32, minor: UInt32)
    }

    let path: String
    let content: Content
    var mode: UInt16 = 0o644
    var owner: UInt32?
    var group: UInt32?
    var modified = Tree.defaultTime
    var attributes: [String: [UInt8]] = [:]

    func write(
        to directory: Directory,
        below prefix: RelativePath,
        _ times: inout [(RelativePath, FileTime)]
    ) throws {
        let path = try RelativePath((prefix.isRoot ? "" : "\(prefix)/") + self.path)
        try makeParents(of: path, in: directory, &times)
        try create(path, in: directory)
        if case .hardLink = content { return }
        if owner != nil || group != nil {
            try directory.setOwner(
                owner ?? Host.effectiveUserID,
                group: group ?? owner ?? 0,
                of: path
            )
        }
        if case .symlink = content {} else { try directory.setMode(mode, of: path) }
        for (name, value) in attributes {
            try directory.setAttribute(
                ExtendedAttribute(name: Array(name.utf8), value: value),
                of: path
            )
        }
        guard case .folder(let children) = content else {
            return try directory.setModified(modified, of: path)
        }
        times.append((path, modified))
        for child in children { try child.write(to: directory, below: path, &times) }
    }

    private func create(_ path: RelativePath, in directory: Directory) throws {
        switch content {
        case .file(let bytes):
            try directory.createFile(path, permissions: 0o600).write(bytes)
        case .folder:
            try directory.makeDirectories(path, permissions: 0o755)
        case .symlink(let target):
            try directory.makeSymbolicLink(path, target: target)
        case .hardLink(let first):
            try directory.link(RelativePath(first), to: directory, path)
        case .node(let kind, let major, let minor):
            try directory.makeNode(
                path,
                kind: kind,
                permissions: 0o600,
                major: major,
                minor: minor
            )
        }
    }

    private func makeParents(
        of path: RelativePath,
        in directory: Directory,
        _ times: inout [(RelativePath, FileTime)]
    ) throws {
        var missing: [RelativePath] = []
        var next = path.parent
        while let parent = next, !parent.isRoot, try directory.statusIfPresent(of: parent) == nil {
            missing.append(parent)
            next = parent.parent
        }
        for parent in missing.reversed() {
            try directory.makeDirectory(parent, permissions: 0o755)
            times.append((parent, Tree.defaultTime))
        }
    }
}

/// What may stand in a ``Tree``.
public protocol TreePart {
    /// The name this part puts into the tree.
    var node: TreeNode { get }
}

/// Collects the parts of a ``Tree``.
@resultBuilder
public enum TreeBuilder {
    /// Takes one part.
    public static func buildExpression(_ part: any TreePart) -> [TreeNode] { [part.node] }
    /// Joins parts in order.
    public static func buildBlock(_ parts: [TreeNode]...) -> [TreeNode] { parts.flatMap(\.self) }
    /// Joins what a loop gives.
    public static func buildArray(_ parts: [[TreeNode]]) -> [TreeNode] { parts.flatMap(\.self) }
    /// Takes what a condition gives.
    public static func buildOptional(_ part: [TreeNode]?) -> [TreeNode] { part ?? [] }
    /// Takes the first branch.
    public static func buildEither(first part: [TreeNode]) -> [TreeNode] { part }
    /// Takes the second branch.
    public static func buildEither(second part: [TreeNode]) -> [TreeNode] { part }
}
