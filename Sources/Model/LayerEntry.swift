public import Primitives

/// One name of a layer, as its index lists it.
public struct LayerEntry: Sendable, Hashable {
    /// What the name denotes.
    public enum Content: Sendable, Hashable {
        /// A regular file that carries its bytes: their number, SHA-256, the frame run that holds
        /// them (the first eight bytes of the first frame's digest; 0 where the file is empty and
        /// shares no frame) and, where the file is sparse, its data extents.
        case file(size: UInt64, digest: Digest, frame: UInt64, extents: [Extent])
        /// Another name of the regular file `of`, which carries the bytes.
        case hardLink(of: RelativePath)
        case directory
        case symbolicLink(target: [UInt8])
        case fifo
        case characterDevice(major: UInt32, minor: UInt32)
        case blockDevice(major: UInt32, minor: UInt32)
    }

    /// One run of data in a sparse file; what lies between runs is zeros that take no room.
    public struct Extent: Sendable, Hashable {
        /// First byte.
        public let offset: UInt64
        /// Number of bytes.
        public let length: UInt64

        /// Creates an extent.
        public init(offset: UInt64, length: UInt64) {
            self.offset = offset
            self.length = length
        }
    }

    /// The path below the root; `RelativePath.root` for the root's own metadata.
    public let path: RelativePath
    /// What the name denotes.
    public let content: Content
    /// Mode, owner, time and extended attributes; a hard link repeats those of its file.
    public let metadata: FileMetadata
    /// The package that owns the path; nil where none does.
    public let package: String?

    /// Creates an entry.
    public init(path: RelativePath, content: Content, metadata: FileMetadata, package: String?) {
        self.path = path
        self.content = content
        self.metadata = metadata
        self.package = package
    }

    /// The kind of object; a hard link is a regular file.
    public var kind: FileKind {
        switch content {
        case .file, .hardLink: .regular
        case .directory: .directory
        case .symbolicLink: .symbolicLink
        case .fifo: .fifo
        case .characterDevice: .characterDevice
        case .blockDevice: .blockDevice
        }
    }
}
