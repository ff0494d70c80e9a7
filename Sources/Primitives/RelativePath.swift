/// A path below a root, kept as the bytes the file system holds.
///
/// The bytes are never decoded: names on a station may be in any encoding. A value is never
/// absolute, has no empty, `.` or `..` component, no NUL, no component over 255 bytes and is at
/// most 4,095 bytes long; so joining one to a root cannot name anything outside it except through
/// a symbolic link, which the descriptor-relative walk in Platform refuses to follow.
///
/// Values order as a tree is walked: a directory comes before what it holds, and all it holds comes
/// before its next sibling. (`/` sorts below every other byte.)
public struct RelativePath: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The path's bytes, without leading or trailing slash; empty only for ``root``.
    public let bytes: [UInt8]

    /// The root itself.
    public static let root = RelativePath(uncheckedBytes: [])

    /// Longest path accepted, in bytes.
    public static let maximumLength = 4095
    /// Longest component accepted, in bytes.
    public static let maximumComponentLength = 255

    package init(uncheckedBytes bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Validates `bytes` as a path below a root.
    ///
    /// - Throws: ``PrimitivesError`` naming the rule the path breaks.
    public init(bytes: some Sequence<UInt8>) throws(PrimitivesError) {
        let bytes = [UInt8](bytes)
        try Self.validate(bytes)
        self.bytes = bytes
    }

    /// Validates the UTF-8 form of `string` as a path below a root.
    ///
    /// - Throws: ``PrimitivesError`` naming the rule the path breaks.
    public init(_ string: String) throws(PrimitivesError) {
        try self.init(bytes: string.utf8)
    }

    /// The path as text; bytes that are not UTF-8 become the replacement character.
    public var description: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether this is the root itself.
    public var isRoot: Bool { bytes.isEmpty }

    /// The path's components, first to last; empty for the root.
    public var components: [ArraySlice<UInt8>] {
        bytes.isEmpty ? [] : bytes.split(separator: UInt8(ascii: "/"))
    }

    /// The first component; empty for the root.
    public var top: ArraySlice<UInt8> { bytes.prefix { $0 != UInt8(ascii: "/") } }

    /// The last component; empty for the root.
    public var name: ArraySlice<UInt8> {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return bytes[...] }
        return bytes[(slash + 1)...]
    }

    /// The directory that holds this path, or nil for the root.
    public var parent: RelativePath? {
        guard !bytes.isEmpty else { return nil }
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return .root }
        return RelativePath(uncheckedBytes: [UInt8](bytes[..<slash]))
    }

    /// This path with `name` below it.
    ///
    /// - Throws: ``PrimitivesError`` when `name` is not one valid component or the whole is too long.
    public func appending(_ name: some Collection<UInt8>) throws(PrimitivesError) -> RelativePath {
        guard !name.contains(UInt8(ascii: "/")) else {
            throw PrimitivesError(
                .pathTraversal,
                subject: String(decoding: name, as: UTF8.self),
                detail: "a name holds a slash"
            )
        }
        return try RelativePath(
            bytes: bytes.isEmpty ? [UInt8](name) : bytes + [UInt8(ascii: "/")] + name
        )
    }

    /// Whether `self` is `ancestor` or lies below it.
    public func isWithin(_ ancestor: RelativePath) -> Bool {
        let count = ancestor.bytes.count
        guard count > 0 else { return true }
        guard bytes.count >= count, bytes.starts(with: ancestor.bytes) else { return false }
        return bytes.count == count || bytes[count] == UInt8(ascii: "/")
    }

    /// Whether `left` is walked before `right`.
    public static func < (left: RelativePath, right: RelativePath) -> Bool {
        precedes(left.bytes, right.bytes)
    }

    /// Tree order on raw path bytes: `/` sorts below every other byte.
    package static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        let count = min(left.count, right.count)
        var index = 0
        while index < count {
            let a = left[index]
            let b = right[index]
            if a != b {
                return (a == UInt8(ascii: "/") ? 0 : a) < (b == UInt8(ascii: "/") ? 0 : b)
            }
            index += 1
        }
        return left.count < right.count
    }

    private static func validate(_ bytes: [UInt8]) throws(PrimitivesError) {
        func refuse(_ code: PrimitivesError.Code, _ detail: String) -> PrimitivesError {
            PrimitivesError(code, subject: String(decoding: bytes, as: UTF8.self), detail: detail)
        }
        guard let first = bytes.first else { throw refuse(.pathEmpty, "the path is empty") }
        guard first != UInt8(ascii: "/") else {
            throw refuse(.pathAbsolute, "the path is absolute")
        }
        guard bytes.count <= maximumLength else {
            throw refuse(.pathTooLong, "the path is over \(maximumLength) bytes")
        }
        var start = 0
        for index in 0...bytes.count {
            if index < bytes.count {
                guard bytes[index] != 0 else {
                    throw refuse(.pathContainsNUL, "the path holds a NUL byte")
                }
                guard bytes[index] == UInt8(ascii: "/") else { continue }
            }
            let length = index - start
            guard length > 0 else {
                throw refuse(.pathTraversal, "the path has an empty component")
            }
            guard length <= maximumComponentLength else {
                throw refuse(.pathTooLong, "a name is over \(maximumComponentLength) bytes")
            }
            let dots = bytes[start..<index].allSatisfy { $0 == UInt8(ascii: ".") }
            guard !(dots && length <= 2) else {
                throw refuse(.pathTraversal, "the path has a “.” or “..” component")
            }
            start = index + 1
        }
    }
}
