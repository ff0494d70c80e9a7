internal import CPlatform
internal import Glibc
public import Primitives

extension File {
    /// The file's extended attributes, by name.
    public func attributes() throws(PlatformError) -> [ExtendedAttribute] {
        try target.all()
    }

    /// The value of one extended attribute, or nil when there is none of that name.
    public func attribute(_ name: [UInt8]) throws(PlatformError) -> [UInt8]? {
        try target.value(of: name)
    }

    /// Sets one extended attribute.
    public func setAttribute(_ attribute: ExtendedAttribute) throws(PlatformError) {
        try target.set(attribute)
    }

    /// Removes one extended attribute; that it is absent already is no error.
    public func removeAttribute(_ name: [UInt8]) throws(PlatformError) {
        try target.remove(name)
    }

    /// Gives the file all of `metadata`, in the order of ``Directory/apply(_:to:kind:)``.
    public func apply(_ metadata: FileMetadata) throws(PlatformError) {
        try check(
            cplatform_fchown(descriptor, metadata.owner, metadata.group),
            "fchown",
            location
        )
        try check(cplatform_fchmod(descriptor, UInt32(metadata.mode)), "fchmod", location)
        try target.replaceAll(with: metadata.attributes)
        try setModified(metadata.modified)
    }

    /// Sets the modification time; the access time stays.
    public func setModified(_ time: FileTime) throws(PlatformError) {
        try check(
            cplatform_set_modified(descriptor, nil, time.seconds, time.nanoseconds),
            "futimens",
            location
        )
    }

    /// What is free on the file's file system and how it is mounted.
    public func fileSystem() throws(PlatformError) -> FileSystemStatus {
        let device = try status().device
        return try FileSystemStatus.of(descriptor, device: device, location)
    }

    private var target: AttributeTarget {
        AttributeTarget(descriptor: descriptor, path: nil, subject: "file")
    }
}
