import Platform
import Primitives
import Trust

/// The files of a depot being written: `metadata/`, `targets/`, and `staging/` for what nobody may
/// see as published yet.
///
/// Every file appears whole and durable under its final name, or not at all.
struct DepotTree: Sendable {
    let directory: Directory

    /// Reads the file at `path`, or nil.
    func readIfPresent(_ path: String, limit: Int = 8 << 20) throws(DepotError) -> [UInt8]? {
        try reporting(path) { name throws(PlatformError) in
            try directory.readIfPresent(name, limit: limit)
        }
    }

    /// Replaces the file at `path` at once.
    func write(_ bytes: [UInt8], to path: String) throws(DepotError) {
        try reporting(path) { name throws(PlatformError) in
            try directory.write(bytes, atomicallyTo: name, permissions: 0o644)
        }
    }

    func remove(_ path: String) throws(DepotError) {
        try reporting(path) { name throws(PlatformError) in
            try directory.removeFile(name)
            if let parent = name.parent { try directory.openDirectory(parent).sync() }
        }
    }

    func makeDirectories(_ path: String) throws(DepotError) {
        try reporting(path) { name throws(PlatformError) in
            try directory.makeDirectories(name, permissions: 0o755)
        }
    }

    /// The length of the regular file at `path`, or nil.
    func length(of path: String) throws(DepotError) -> UInt64? {
        try reporting(path) { name throws(PlatformError) in
            guard let status = try directory.statusIfPresent(of: name) else { return nil }
            guard status.isRegular else {
                throw PlatformError(.notSupported, operation: "statx", subject: path)
            }
            return status.size
        }
    }

    /// Gives the file at `path` its final name, durably.
    func move(_ path: String, to target: String) throws(DepotError) {
        let name = try DepotPath.relative(target)
        try reporting(path) { old throws(PlatformError) in
            try directory.rename(old, to: directory, name)
            if let parent = name.parent { try directory.openDirectory(parent).sync() }
        }
    }

    /// The paths of the regular files in the folder at `path`, in order; none where it is missing.
    func files(in path: String) throws(DepotError) -> [String] {
        let names = try reporting(path) { name throws(PlatformError) in
            guard try directory.statusIfPresent(of: name) != nil else { return [String]() }
            var names: [String] = []
            for entry in try directory.entries(of: name) {
                // Some file systems do not say the kind with the name.
                let file = RelativePath(uncheckedBytes: name.bytes + Array("/".utf8) + entry.name)
                let kind =
                    if let known = entry.kind { known } else {
                        try directory.status(of: file).kind
                    }
                guard kind == .regular else { continue }
                names.append(String(decoding: entry.name, as: UTF8.self))
            }
            return names
        }
        return names.sorted().map { "\(path)/\($0)" }
    }

    /// Adds the bytes of the file at `path` to `hasher`, and gives their number.
    func hash(_ path: String, into hasher: inout SHA256Hasher) throws(DepotError) -> UInt64 {
        try reporting(path) { name throws(PlatformError) in
            let file = try directory.openFile(name)
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            var length: UInt64 = 0
            while true {
                let count = try file.read(into: &buffer)
                guard count > 0 else { return length }
                hasher.update(buffer[..<count])
                length += UInt64(count)
            }
        }
    }

    /// Opens the file at `path` for writing, made where it is missing.
    func openForWriting(_ path: String) throws(DepotError) -> File {
        try reporting(path) { name throws(PlatformError) in
            guard try directory.statusIfPresent(of: name) == nil else {
                return try directory.openFileForWriting(name)
            }
            return try directory.createFile(name, permissions: 0o644)
        }
    }

    /// The highest N for which `metadata/N.role.json` exists; 0 where there is none.
    func version(of role: String) throws(DepotError) -> Int64 {
        let suffix = ".\(role).json"
        let versions = try files(in: "metadata").compactMap { file -> Int64? in
            let name = file.dropFirst("metadata/".count)
            guard name.hasSuffix(suffix) else { return nil }
            let digits = name.dropLast(suffix.count)
            return Int64(digits).flatMap { String($0) == digits ? $0 : nil }
        }
        return versions.max() ?? 0
    }

    func reporting<Result: ~Copyable>(
        _ path: String,
        _ body: (RelativePath) throws(PlatformError) -> Result
    ) throws(DepotError) -> Result {
        let name = try DepotPath.relative(path)
        do {
            return try body(name)
        } catch {
            throw DepotError(error, path: path)
        }
    }
}
