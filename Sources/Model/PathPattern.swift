public import Primitives

/// A path below the root in which `*` stands for any bytes of one component.
///
/// Written with or without a leading slash: `/etc/ssh/ssh_host_*`. A pattern names the paths that
/// match it and all that lies below them.
public struct PathPattern: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The components; `*` is the only wildcard.
    public let components: [[UInt8]]

    /// Reads a pattern.
    ///
    /// - Throws: `PrimitivesError` when it is not a valid path below a root.
    public init(_ text: String) throws(PrimitivesError) {
        let trimmed = text.utf8.first == UInt8(ascii: "/") ? String(text.dropFirst()) : text
        components = try RelativePath(trimmed).components.map { [UInt8]($0) }
    }

    /// The pattern with a leading slash.
    public var description: String {
        components.map { "/" + String(decoding: $0, as: UTF8.self) }.joined()
    }

    /// Whether `path` matches, or lies below a path that matches.
    public func covers(_ path: RelativePath) -> Bool {
        let bytes = path.bytes
        var start = 0
        for component in components {
            guard start < bytes.count else { return false }
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
            guard Self.matches(component, bytes[start..<end]) else { return false }
            start = end + 1
        }
        return true
    }

    /// Orders patterns as text.
    public static func < (left: PathPattern, right: PathPattern) -> Bool {
        left.description < right.description
    }

    /// Whether `name` matches one component of a pattern.
    package static func matches(_ pattern: [UInt8], _ name: ArraySlice<UInt8>) -> Bool {
        let star = UInt8(ascii: "*")
        guard pattern.contains(star) else { return pattern.elementsEqual(name) }
        var patternIndex = 0
        var nameIndex = name.startIndex
        var resume: (pattern: Int, name: Int)?
        while nameIndex < name.endIndex {
            if patternIndex < pattern.count, pattern[patternIndex] == star {
                resume = (patternIndex + 1, nameIndex)
                patternIndex += 1
            } else if patternIndex < pattern.count, pattern[patternIndex] == name[nameIndex] {
                patternIndex += 1
                nameIndex += 1
            } else if let last = resume {
                resume = (last.pattern, last.name + 1)
                patternIndex = last.pattern
                nameIndex = last.name + 1
            } else {
                return false
            }
        }
        return pattern[patternIndex...].allSatisfy { $0 == star }
    }
}
