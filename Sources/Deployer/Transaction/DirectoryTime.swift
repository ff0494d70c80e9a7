internal import Model
internal import Packaging
package import Primitives

/// The time a directory must have once the steps are done.
///
/// A step that rebuilds a cache changes the time of the directory it stands in, and nothing else
/// that is compared.
package struct DirectoryTime: Sendable, Hashable {
    package let path: RelativePath
    package let time: FileTime

    package init(path: RelativePath, time: FileTime) {
        self.path = path
        self.time = time
    }

    /// The directories of class exact in which something generated stands directly.
    static func settling(_ target: RestoreTarget) -> [DirectoryTime] {
        var classes = ClassCursor(target.rules)
        var holders: Set<RelativePath> = []
        for item in target.tree.entries where classes.look(item.entry.path).pathClass == .generated
        {
            if let parent = item.entry.path.parent { holders.insert(parent) }
        }
        return target.tree.entries.compactMap { item in
            let entry = item.entry
            guard entry.kind == .directory, holders.contains(entry.path),
                target.rules.pathClass(of: entry.path) == .exact
            else { return nil }
            return DirectoryTime(path: entry.path, time: entry.metadata.modified)
        }
    }

    var value: JSONValue {
        .object([
            JSONMember("path", .string(Hexadecimal.encode(path.bytes))),
            JSONMember("seconds", .integer(time.seconds)),
            JSONMember("nanoseconds", .integer(Int64(time.nanoseconds))),
        ])
    }

    init(_ node: JSONNode) throws(PrimitivesError) {
        try node.allowMembers(["path", "seconds", "nanoseconds"])
        let text = try node.member("path")
        guard let bytes = Hexadecimal.decode(try text.string()) else {
            throw text.invalid("no hexadecimal path")
        }
        path = bytes.isEmpty ? .root : try RelativePath(bytes: bytes)
        let nanoseconds = try node.member("nanoseconds").integer(in: 0...999_999_999)
        time = FileTime(
            seconds: try node.member("seconds").integer(in: Int64.min...Int64.max),
            nanoseconds: UInt32(nanoseconds)
        )
    }
}
