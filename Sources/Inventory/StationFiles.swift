package import Platform
package import Primitives

/// Reading one file of a station by its known path, with errors that name it.
package struct StationFiles: Sendable {
    package let root: Directory

    /// Reads files below `root`.
    package init(_ root: Directory) {
        self.root = root
    }

    /// A path of a literal or of a name just listed; a bad one is an error that names it.
    package static func path(_ text: String) throws(InventoryError) -> RelativePath {
        do {
            return try RelativePath(text)
        } catch {
            throw InventoryError(
                .malformed,
                subject: text,
                operation: "open",
                detail: error.detail
            )
        }
    }

    /// The content of `file`, or nil when it does not exist.
    package func content(
        _ file: String,
        limit: Int
    ) throws(InventoryError) -> [UInt8]? {
        let path = try Self.path(file)
        do {
            return try root.readIfPresent(path, limit: limit)
        } catch {
            throw InventoryError(subject: file, operation: "read", cause: error)
        }
    }

    /// The names in `folder`, in bytewise order; none when it does not exist.
    package func names(in folder: String) throws(InventoryError) -> [String] {
        let path = try Self.path(folder)
        do {
            guard let directory = try root.openDirectoryIfPresent(path) else { return [] }
            return try directory.entries().map { String(decoding: $0.name, as: UTF8.self) }
        } catch {
            throw InventoryError(subject: folder, operation: "list", cause: error)
        }
    }

    /// The kind of the name at `file`, links not followed, or nil when it is not there or not to be
    /// seen.
    package func kind(_ file: String) -> FileKind? {
        guard let path = try? RelativePath(file) else { return nil }  // not a path: not there
        // What cannot be looked at counts as not there: callers only choose between sources.
        return (try? root.statusIfPresent(of: path))?.kind
    }
}
