internal import CPlatform
internal import Glibc
public import Primitives

/// One name in a directory.
public struct DirectoryEntry: Sendable, Hashable {
    /// The name's bytes: one path component, in any encoding.
    public let name: [UInt8]
    /// What the name denotes, or nil when the file system does not say.
    public let kind: FileKind?
    /// The inode's number.
    public let inode: UInt64
}

extension Directory {
    /// The names in this directory without `.` and `..`, in bytewise order.
    public func entries() throws(PlatformError) -> [DirectoryEntry] {
        // A second open description: the position of this one is shared by all who use it.
        let fd = cplatform_open(descriptor, ".", O_RDONLY | O_DIRECTORY, 0)
        try check(fd, "openat", location)
        defer { close(fd) }
        let listing = try DirectoryListing.read(fd, subject: location)
        return listing.sorted().map { name in
            listing.withName(name) { text, inode, kind in
                DirectoryEntry(
                    name: Array(UnsafeRawBufferPointer(start: text, count: name.length)),
                    kind: kind, inode: inode)
            }
        }
    }

    /// The names in the directory at `path`, in bytewise order.
    public func entries(of path: RelativePath) throws(PlatformError) -> [DirectoryEntry] {
        path.isRoot ? try entries() : try openDirectory(path).entries()
    }
}

/// The kernel's own records of a directory, kept in one buffer so that a name costs no allocation.
struct DirectoryListing {
    /// Where one name is in ``records``.
    struct Name {
        /// Offset of the kernel's record.
        let record: Int
        /// Length of the name, which a NUL follows.
        let length: Int
    }

    private var records: [UInt8] = []
    private var names: [Name] = []

    // struct linux_dirent64: inode (8), offset (8), record length (2), type (1), name.
    private static let lengthOffset = 16
    private static let typeOffset = 18
    private static let nameOffset = 19

    /// Reads all of an open directory from its current position.
    static func read(
        _ descriptor: Int32, subject: @autoclosure () -> String
    ) throws(PlatformError) -> DirectoryListing {
        var listing = DirectoryListing()
        let step = 32 << 10
        while true {
            let used = listing.records.count
            listing.records.append(contentsOf: repeatElement(0, count: step))
            let result = listing.records.withUnsafeMutableBytes {
                let rest = UnsafeMutableRawBufferPointer(rebasing: $0[used...])
                return cplatform_getdents(descriptor, rest.baseAddress, step)
            }
            let count = try check(result, "getdents64", subject())
            listing.records.removeLast(step - count)
            if count == 0 { break }
            listing.index(from: used)
        }
        return listing
    }

    /// The names in bytewise order.
    func sorted() -> [Name] {
        records.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return [] }
            return names.sorted { left, right in
                let order = memcmp(
                    base + left.record + Self.nameOffset, base + right.record + Self.nameOffset,
                    min(left.length, right.length))
                return order != 0 ? order < 0 : left.length < right.length
            }
        }
    }

    /// Calls `body` with a name's NUL-ended text, its inode, and its kind.
    @inline(__always)
    func withName<Result>(
        _ name: Name, _ body: (UnsafePointer<CChar>, UInt64, FileKind?) -> Result
    ) -> Result {
        records.withUnsafeBytes { bytes in
            let record = UnsafeRawBufferPointer(rebasing: bytes[name.record...])
            let inode = record.loadUnaligned(as: UInt64.self)
            let kind = FileKind(entryType: record[Self.typeOffset])
            let text = UnsafeRawBufferPointer(rebasing: record[Self.nameOffset...])
            return text.withMemoryRebound(to: CChar.self) { text in
                text.baseAddress.map { body($0, inode, kind) } ?? body("", inode, kind)
            }
        }
    }

    /// Notes the names in the records from `start` on; the kernel wrote them, and each is checked.
    private mutating func index(from start: Int) {
        var offset = start
        while offset + Self.nameOffset < records.count {
            let length =
                Int(records[offset + Self.lengthOffset])
                | Int(records[offset + Self.lengthOffset + 1]) << 8
            guard length > Self.nameOffset, offset + length <= records.count else { return }
            let name = records[(offset + Self.nameOffset)..<(offset + length)]
            let size = (name.firstIndex(of: 0) ?? name.endIndex) - name.startIndex
            let dots = size <= 2 && name.prefix(size).allSatisfy { $0 == UInt8(ascii: ".") }
            if !dots, size < name.count { names.append(Name(record: offset, length: size)) }
            offset += length
        }
    }
}
