internal import CPlatform
internal import Glibc
public import Primitives

extension Directory {
    /// Sets the owner and group of the name itself.
    ///
    /// Linux then clears setuid, setgid and capabilities.
    public func setOwner(
        _ owner: UInt32,
        group: UInt32,
        of path: RelativePath
    ) throws(PlatformError) {
        try change(path, "fchownat") { cplatform_chown($0, $1, owner, group) }
    }

    /// Sets the permission bits of the name, which must not be a symbolic link.
    public func setMode(_ mode: UInt16, of path: RelativePath) throws(PlatformError) {
        try change(path, "fchmodat") { cplatform_chmod($0, $1, UInt32(mode & 0o7777)) }
    }

    /// Sets the modification time of the name itself; the access time stays.
    public func setModified(
        _ time: FileTime,
        of path: RelativePath
    ) throws(PlatformError) {
        try change(path, "utimensat") {
            cplatform_set_modified($0, $1, time.seconds, time.nanoseconds)
        }
    }

    /// The extended attributes of the name itself, by name; none where they are not supported.
    public func attributes(of path: RelativePath) throws(PlatformError) -> [ExtendedAttribute] {
        try withTarget(path) { target throws(PlatformError) in try target.all() }
    }

    /// The value of one extended attribute, or nil when the name has none of that name.
    public func attribute(
        _ name: [UInt8],
        of path: RelativePath
    ) throws(PlatformError) -> [UInt8]? {
        try withTarget(path) { target throws(PlatformError) in try target.value(of: name) }
    }

    /// Sets one extended attribute of the name itself.
    public func setAttribute(
        _ attribute: ExtendedAttribute,
        of path: RelativePath
    ) throws(PlatformError) {
        try withTarget(path) { target throws(PlatformError) in try target.set(attribute) }
    }

    /// Removes one extended attribute; that it is absent already is no error.
    public func removeAttribute(
        _ name: [UInt8],
        of path: RelativePath
    ) throws(PlatformError) {
        try withTarget(path) { target throws(PlatformError) in try target.remove(name) }
    }

    /// Gives the name all of `metadata`: owner, mode, extended attributes (foreign ones are removed),
    /// then the modification time.
    ///
    /// The order matters: a change of owner clears setuid and capabilities, and each of the others
    /// would move the times. A symbolic link has no mode to set.
    public func apply(
        _ metadata: FileMetadata,
        to path: RelativePath,
        kind: FileKind
    ) throws(PlatformError) {
        try setOwner(metadata.owner, group: metadata.group, of: path)
        if kind != .symbolicLink { try setMode(metadata.mode, of: path) }
        try withTarget(path) { target throws(PlatformError) in
            try target.replaceAll(with: metadata.attributes)
        }
        try setModified(metadata.modified, of: path)
    }

    /// Calls `body` with where the extended attributes of `path` are found.
    private func withTarget<Result>(
        _ path: RelativePath,
        _ body: (AttributeTarget) throws(PlatformError) -> Result
    ) throws(PlatformError) -> Result {
        guard let parent = path.parent, !parent.isRoot else {
            return try body(
                AttributeTarget(
                    descriptor: descriptor,
                    path: CPath.inProcess(descriptor, path.name),
                    subject: path.label
                )
            )
        }
        let flags = cplatform_o_path | O_DIRECTORY
        let fd = try check(openBeneath(parent, flags), "openat", path.label)
        defer { close(fd) }
        return try body(
            AttributeTarget(
                descriptor: fd,
                path: CPath.inProcess(fd, path.name),
                subject: path.label
            )
        )
    }
}
