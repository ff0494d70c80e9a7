import Platform
import Primitives

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

    /// The highest N for which `metadata/N.role.json` exists; 0 where there is none.
    func version(of role: String) throws(DepotError) -> Int64 {
        let entries = try reporting("metadata") { name throws(PlatformError) in
            try directory.entries(of: name)
        }
        let suffix = Array(".\(role).json".utf8)
        var highest: Int64 = 0
        for entry in entries {
            guard entry.name.reversed().starts(with: suffix.reversed()) else { continue }
            let digits = String(decoding: entry.name.dropLast(suffix.count), as: UTF8.self)
            guard let version = Int64(digits), String(version) == digits else { continue }
            highest = max(highest, version)
        }
        return highest
    }

    func reporting<Result>(
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
