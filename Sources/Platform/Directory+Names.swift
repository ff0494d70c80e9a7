internal import CPlatform
internal import Glibc
public import Primitives

/// How a rename treats a name that already exists.
public enum RenameMode: Sendable {
    /// Replace it at once.
    case replace
    /// Refuse with `.alreadyExists`.
    case noReplace
    /// Swap the two names.
    case exchange
}

extension Directory {
    /// Creates the directory `path` with exactly `permissions`.
    public func makeDirectory(
        _ path: RelativePath,
        permissions: UInt16
    ) throws(PlatformError) {
        let mode = UInt32(permissions & 0o7777)
        try change(path, "mkdirat") { parent, name in
            let result = cplatform_mkdir(parent, name, mode & 0o700)
            guard result >= 0, mode & 0o700 != mode else { return result }
            return cplatform_chmod(parent, name, mode)
        }
    }

    /// Creates the directory `path` and those above it that are missing.
    ///
    /// What exists is left as it is; a name that is no directory is refused.
    public func makeDirectories(
        _ path: RelativePath,
        permissions: UInt16
    ) throws(PlatformError) {
        var prefix: [UInt8] = []
        for component in path.components {
            if !prefix.isEmpty { prefix.append(UInt8(ascii: "/")) }
            prefix += component
            let directory = RelativePath(uncheckedBytes: prefix)
            do {
                try makeDirectory(directory, permissions: permissions)
            } catch {
                guard error.code == .alreadyExists else { throw error }
            }
        }
        let kind = try status(of: path).kind
        guard kind == .directory else {
            let code: PlatformError.Code =
                kind == .symbolicLink ? .symbolicLinkInPath : .notADirectory
            throw PlatformError(code, operation: "mkdirat", subject: path.label)
        }
    }

    /// Creates a symbolic link at `path` that holds `target`.
    public func makeSymbolicLink(_ path: RelativePath, target: [UInt8]) throws(PlatformError) {
        guard !target.contains(0) else {
            throw PlatformError(
                .notSupported,
                operation: "symlinkat",
                subject: path.label,
                detail: "the target holds a NUL byte"
            )
        }
        try change(path, "symlinkat") { parent, name in
            CPath.with(target) { cplatform_symlink($0, parent, name) }
        }
    }

    /// Creates a fifo, a socket, a device node or an empty file at `path`.
    public func makeNode(
        _ path: RelativePath,
        kind: FileKind,
        permissions: UInt16,
        major: UInt32 = 0,
        minor: UInt32 = 0
    ) throws(PlatformError) {
        let mode = UInt32(permissions & 0o7777)
        try change(path, "mknodat") { parent, name in
            let bits = kind.modeBits | (mode & 0o700)
            let result = cplatform_mknod(parent, name, bits, major, minor)
            guard result >= 0, mode & 0o700 != mode else { return result }
            return cplatform_chmod(parent, name, mode)
        }
    }

    /// Gives what `path` names a second name, `target` below `other`; a link itself is linked.
    public func link(
        _ path: RelativePath,
        to other: Directory,
        _ target: RelativePath
    ) throws(PlatformError) {
        try change(path, to: other, target, "linkat", cplatform_link)
    }

    /// Renames `path` to `target` below `other`, which must be on the same file system.
    public func rename(
        _ path: RelativePath,
        to other: Directory,
        _ target: RelativePath,
        mode: RenameMode = .replace
    ) throws(PlatformError) {
        let flags: UInt32 =
            switch mode {
            case .replace: 0
            case .noReplace: cplatform_rename_noreplace
            case .exchange: cplatform_rename_exchange
            }
        try change(path, to: other, target, "renameat2") { from, name, to, newName in
            cplatform_rename(from, name, to, newName, flags)
        }
    }

    /// Removes the name `path`, which is no directory.
    public func removeFile(_ path: RelativePath) throws(PlatformError) {
        try change(path, "unlinkat") { cplatform_unlink($0, $1, 0) }
    }

    /// Removes the empty directory `path`.
    public func removeDirectory(_ path: RelativePath) throws(PlatformError) {
        try change(path, "unlinkat") { cplatform_unlink($0, $1, 1) }
    }

    // MARK: Calls on one or two names

    func change(
        _ path: RelativePath,
        _ operation: StaticString,
        _ body: (Int32, UnsafePointer<CChar>) -> Int32
    ) throws(PlatformError) {
        try check(at(path, body), operation, path.label)
    }

    private func change(
        _ path: RelativePath,
        to other: Directory,
        _ target: RelativePath,
        _ operation: StaticString,
        _ body: (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>) -> Int32
    ) throws(PlatformError) {
        let result = at(path) { from, name in
            other.at(target) { to, newName in body(from, name, to, newName) }
        }
        try check(result, operation, "\(path.label) -> \(target.label)")
    }
}
