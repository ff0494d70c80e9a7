public import Primitives

/// One member of a tar archive, as its header describes it.
public struct TarMember: Sendable, Hashable {
    /// What the member is.
    public enum Content: Sendable, Hashable {
        /// A regular file of `size` bytes. Of a sparse file, `extents` are the parts that hold data,
        /// and only they follow the header; of any other file it is nil.
        case file(size: UInt64, extents: [Range<UInt64>]?)
        /// Another name of a file that comes earlier in the archive.
        case hardLink(of: RelativePath)
        case directory
        case symbolicLink(target: [UInt8])
        case fifo
        case characterDevice(major: UInt32, minor: UInt32)
        case blockDevice(major: UInt32, minor: UInt32)
    }

    /// The path below the archive's root.
    public let path: RelativePath
    /// What the member is.
    public let content: Content
    /// Mode, owner, time and extended attributes.
    public let metadata: FileMetadata

    /// Creates a member.
    public init(path: RelativePath, content: Content, metadata: FileMetadata) {
        self.path = path
        self.content = content
        self.metadata = metadata
    }

    /// The number of content bytes that follow the header, padding not counted.
    public var dataLength: UInt64 {
        guard case .file(let size, let extents) = content else { return 0 }
        guard let extents else { return size }
        return extents.reduce(0) { $0 + UInt64($1.count) }
    }
}
