internal import CArchive
internal import Glibc
internal import Primitives

/// Turns libarchive's entry into a ``TarMember``, refusing what no layer may hold.
struct EntryReader {
    let entry: OpaquePointer

    func member() throws(ArchiveError) -> TarMember {
        guard let raw = archive_entry_pathname(entry) else {
            throw ArchiveError(.memberRefused, subject: "tar member", detail: "it has no name")
        }
        let name = bytes(raw)
        let content = try content(of: name)
        let path = try Self.path(name, isDirectory: content == .directory)
        return TarMember(path: path, content: content, metadata: metadata())
    }

    private func bytes(_ text: UnsafePointer<CChar>) -> [UInt8] {
        [UInt8](UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }

    /// The path behind a name as ``TarHeader`` writes it; anything else is refused.
    static func path(_ name: [UInt8], isDirectory: Bool) throws(ArchiveError) -> RelativePath {
        func refuse(_ detail: String) -> ArchiveError {
            let text = String(decoding: name, as: UTF8.self)
            return ArchiveError(.memberRefused, subject: "tar member “\(text)”", detail: detail)
        }
        guard name.starts(with: "./".utf8) else {
            throw refuse("the name does not begin with “./”")
        }
        var rest = name[2...]
        if rest.isEmpty {
            guard isDirectory else { throw refuse("the root is not a directory") }
            return .root
        }
        if isDirectory, rest.last == UInt8(ascii: "/") { rest.removeLast() }
        do {
            return try RelativePath(bytes: rest)
        } catch {
            throw refuse(error.detail)
        }
    }

    private func content(of name: [UInt8]) throws(ArchiveError) -> TarMember.Content {
        if let target = archive_entry_hardlink(entry) {
            return .hardLink(of: try Self.path(bytes(target), isDirectory: false))
        }
        let major = UInt32(truncatingIfNeeded: archive_entry_rdevmajor(entry))
        let minor = UInt32(truncatingIfNeeded: archive_entry_rdevminor(entry))
        switch archive_entry_filetype(entry) {
        case UInt32(Glibc.S_IFREG):
            let size = archive_entry_size(entry)
            guard size >= 0 else { break }
            return .file(size: UInt64(size), extents: try extents(size: UInt64(size)))
        case UInt32(Glibc.S_IFDIR): return .directory
        case UInt32(Glibc.S_IFLNK):
            guard let target = archive_entry_symlink(entry) else { break }
            return .symbolicLink(target: bytes(target))
        case UInt32(Glibc.S_IFIFO): return .fifo
        case UInt32(Glibc.S_IFCHR): return .characterDevice(major: major, minor: minor)
        case UInt32(Glibc.S_IFBLK): return .blockDevice(major: major, minor: minor)
        default: break
        }
        throw ArchiveError(
            .memberRefused,
            subject: "tar member “\(String(decoding: name, as: UTF8.self))”",
            detail: "its type or size is not one a layer may hold"
        )
    }

    /// The data ranges of a sparse file without the empty part that marks a hole at the end.
    private func extents(size: UInt64) throws(ArchiveError) -> [Range<UInt64>]? {
        guard archive_entry_sparse_reset(entry) > 0 else { return nil }
        var extents: [Range<UInt64>] = []
        var offset: la_int64_t = 0
        var length: la_int64_t = 0
        while archive_entry_sparse_next(entry, &offset, &length) == ARCHIVE_OK {
            let (end, overflow) = offset.addingReportingOverflow(length)
            guard offset >= 0, length >= 0, !overflow, UInt64(end) <= size,
                UInt64(offset) >= extents.last?.upperBound ?? 0
            else {
                throw ArchiveError(
                    .memberRefused,
                    subject: "tar member",
                    detail: "its sparse map is not in order"
                )
            }
            if length > 0 { extents.append(UInt64(offset)..<UInt64(end)) }
        }
        return extents
    }

    /// The permissions as the member's header has them.
    ///
    /// libarchive puts those of an ACL's owning group in the place of the group's bits, where a file
    /// with an ACL has those of its mask.
    private func mode(_ attributes: [ExtendedAttribute]) -> UInt16 {
        let mode = UInt16(truncatingIfNeeded: archive_entry_perm(entry))
        let access = attributes.first { $0.name.elementsEqual("system.posix_acl_access".utf8) }
        guard let mask = access.flatMap({ PaxAttribute.aclMask($0.value) }) else { return mode }
        return mode & ~0o070 | UInt16(mask) << 3
    }

    private func metadata() -> FileMetadata {
        var attributes: [ExtendedAttribute] = []
        archive_entry_xattr_reset(entry)
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var count = 0
        while archive_entry_xattr_next(entry, &name, &value, &count) == ARCHIVE_OK {
            guard let name else { continue }
            attributes.append(
                ExtendedAttribute(
                    name: bytes(name),
                    value: [UInt8](UnsafeRawBufferPointer(start: value, count: count))
                )
            )
        }
        return FileMetadata(
            mode: mode(attributes),
            owner: UInt32(truncatingIfNeeded: archive_entry_uid(entry)),
            group: UInt32(truncatingIfNeeded: archive_entry_gid(entry)),
            modified: FileTime(
                seconds: Int64(archive_entry_mtime(entry)),
                nanoseconds: UInt32(truncatingIfNeeded: archive_entry_mtime_nsec(entry))
            ),
            attributes: attributes
        )
    }
}
