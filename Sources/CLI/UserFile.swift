import Platform
import Primitives

/// A file or folder a person named on the command line: the only place where a path is text.
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
        try Failure.explaining("the folder of \(path) can not be opened") {
            () throws(PlatformError) in try Directory.open(parentPath)
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
        return try Failure.explaining("\(path) can not be read") { () throws(PlatformError) in
            try directory.read(file, limit: limit)
        }
    }

    /// The file's bytes, or nil where there is no such file.
    func readIfPresent(limit: Int) throws(Failure) -> [UInt8]? {
        let directory = try parent()
        let file = try relativeName()
        return try Failure.explaining("\(path) can not be read") { () throws(PlatformError) in
            try directory.readIfPresent(file, limit: limit)
        }
    }

    /// Replaces the file's content in one step; what stands there and is no regular file is refused.
    func write(_ bytes: [UInt8], permissions: UInt16 = 0o644) throws(Failure) {
        if path == "/dev/null" { return }
        let directory = try parent()
        let file = try relativeName()
        try Failure.explaining("\(path) can not be written") { () throws(PlatformError) in
            // A device, a pipe or a link is not to be replaced by a file.
            let known = try directory.statusIfPresent(of: file)
            guard known == nil || known?.isRegular == true else {
                throw PlatformError(
                    .notSupported,
                    operation: "write",
                    subject: path,
                    detail: "it is no regular file; leave --output out and redirect standard output"
                )
            }
            try directory.write(bytes, atomicallyTo: file, permissions: permissions)
        }
    }

    /// The folder at this path.
    func folder() throws(Failure) -> Directory {
        try Failure.explaining("the folder \(path) can not be opened") {
            () throws(PlatformError) in try Directory.open(path)
        }
    }
}
