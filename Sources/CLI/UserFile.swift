import Platform
import Primitives

/// A file a person named on the command line: the only place where a path is text.
struct UserFile: Sendable {
    /// The path as typed.
    let path: String
    private let parentPath: String
    private let name: String

    init(_ path: String) {
        self.path = path
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        name = parts.last.map(String.init) ?? path
        let parent = parts.dropLast().joined(separator: "/")
        parentPath = parts.count == 1 ? "." : parent.isEmpty ? "/" : parent
    }

    /// The directory that holds the file.
    func parent() throws(Failure) -> Directory {
        do {
            return try Directory.open(parentPath)
        } catch {
            throw Failure(error, while: "opening the folder of \(path)")
        }
    }

    /// The file's name in its directory.
    func relativeName() throws(Failure) -> RelativePath {
        do {
            return try RelativePath(name)
        } catch {
            throw .usage("“\(path)” does not name a file", hint: "give the path of a file")
        }
    }

    /// The file's bytes, at most `limit` of them.
    func read(limit: Int = 64 << 20) throws(Failure) -> [UInt8] {
        let directory = try parent()
        let file = try relativeName()
        do {
            return try directory.read(file, limit: limit)
        } catch {
            throw Failure(error, while: "reading \(path)")
        }
    }

    /// Replaces the file's content in one step.
    func write(_ bytes: [UInt8], permissions: UInt16 = 0o644) throws(Failure) {
        if path == "/dev/null" { return }
        let directory = try parent()
        let file = try relativeName()
        do {
            try directory.write(bytes, atomicallyTo: file, permissions: permissions)
        } catch {
            throw Failure(error, while: "writing \(path)")
        }
    }

    /// The folder at this path.
    func folder() throws(Failure) -> Directory {
        do {
            return try Directory.open(path)
        } catch {
            throw Failure(error, while: "opening the folder \(path)")
        }
    }
}
