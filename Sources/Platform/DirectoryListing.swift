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
                    kind: kind,
                    inode: inode
                )
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
        _ descriptor: Int32,
        subject: @autoclosure () -> String
    ) throws(PlatformError) -> DirectoryListing {
        var listing = DirectoryListing()
        let result = withUnsafeTemporaryAllocation(byteCount: 32 << 10, alignment: 8) { buffer in
            while true {
                let count = cplatform_getdents(descriptor, buffer.baseAddress, buffer.count)
                guard count > 0 else { return count }
                listing.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
        try check(result, "getdents64", subject())
        return listing
    }

    /// The names in bytewise order.
    func sorted() -> [Name] {
        records.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return [] }
            return names.sorted { left, right in
                let order = memcmp(
                    base + left.record + Self.nameOffset,
                    base + right.record + Self.nameOffset,
                    min(left.length, right.length)
                )
                return order != 0 ? order < 0 : left.length < right.length
            }
        }
    }

    /// Calls `body` with a name's NUL-ended text, its inode, and its kind.
    @inline(__always)
    func withName<Result>(
        _ name: Name,
        _ body: (UnsafePointer<CChar>, UInt64, FileKind?) -> Result
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

    /// Adds what one call gave and notes the names in it; the kernel wrote them, and each is checked.
    private mutating func append(_ block: UnsafeRawBufferPointer) {
        let start = records.count
        records.append(contentsOf: block)
        var offset = 0
        while offset + Self.nameOffset < block.count {
            let length =
                Int(block[offset + Self.lengthOffset])
                | Int(block[offset + Self.lengthOffset + 1]) << 8
            guard length > Self.nameOffset, offset + length <= block.count else { return }
            let text = offset + Self.nameOffset
            var size = 0
            while text + size < offset + length, block[text + size] != 0 { size += 1 }
            let isDot = block[text] == UInt8(ascii: ".")
            let isSpecial = isDot && (size == 1 || size == 2 && block[text + 1] == block[text])
            if !isSpecial, size > 0, text + size < offset + length {
                names.append(Name(record: start + offset, length: size))
            }
            offset += length
        }
    }
}
