import Inventory
import Model
import Platform
import Primitives
import TestSupport
import Testing

/// The real hives beside the repository.
enum SharedHives {
    /// The content of a file of the shared data, decompressed if it is an xz file.
    static func content(_ folder: String, _ name: String) throws -> [UInt8] {
        let path = try #require(SharedData.folder(folder))
        let directory = try Directory.open(path)
        if try directory.statusIfPresent(of: try RelativePath("\(name).xz")) != nil {
            let result = try runTool(["xz", "-dc", "\(path)/\(name).xz"])
            try #require(result.succeeded)
            return result.output
        }
        return try directory.read(try RelativePath(name), limit: 256 << 20)
    }

    /// A hive with the logs that lie beside it.
    static func hive(_ folder: String, _ name: String, logs: [String] = []) throws -> Hive {
        var contents: [(name: String, bytes: [UInt8])] = []
        for log in logs { contents.append((log, try content(folder, "\(name).\(log)"))) }
        return try Hive.open(try content(folder, name), logs: contents, file: name)
    }

    /// The keys and values of a hive as lines: the form of the oracles.
    static func tree(_ hive: Hive) throws -> (lines: Set<String>, faults: ReadingFaults) {
        var faults = ReadingFaults()
        var lines: Set<String> = []
        var pending = [(path: "", key: try hive.root())]
        while let (path, key) = pending.popLast() {
            lines.insert("K \(path)")
            for value in key.values(&faults) {
                let data = faults.attempt { () throws(InventoryError) -> [UInt8]? in
                    try value.data()
                }
                let sum = data.map { SHA1.hex($0).prefix(12) } ?? "?"
                lines.insert("V \(path) \(value.name) \(value.type) \(sum):\(data?.count ?? 0)")
            }
            for subkey in key.subkeys(&faults) {
                pending.append(("\(path)\\\(subkey.name)", subkey))
            }
        }
        return (lines, faults)
    }

    /// The lines of an oracle: a list of `["K", path]` and `["V", path, name, type, "sha1:size"]`.
    static func lines(_ list: [Any]) -> Set<String> {
        Set(
            list.compactMap { $0 as? [Any] }.map { row in
                row.map { "\($0)" }.joined(separator: " ")
            }
        )
    }
}
