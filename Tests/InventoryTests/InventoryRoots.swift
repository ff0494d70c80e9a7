import Inventory
import Model
import Platform
import Primitives
import TestSupport
import Testing

/// Roots made for the tests of this module.
enum InventoryRoots {
    static let now = Instant(secondsSince1970: 1_800_000_000)

    /// Reads the packages of the station in `root`, and nothing else.
    static func packages(_ root: Directory) throws -> Inventory {
        try StationInventory.read(
            root: root,
            now: now,
            workers: Workers(count: 1),
            options: .init(findsUnownedFiles: false)
        )
    }

    /// Reads everything of the station in the test's own directory.
    static func everything() throws -> Inventory {
        try StationInventory.read(
            root: Scratch.current.directory,
            now: now,
            workers: Workers(count: 2)
        )
    }

    /// Copies files of the shared data to their places in the test's own directory.
    static func copy(_ files: [(from: String, to: String)]) throws {
        for file in files {
            let bytes = try bytes(file.from)
            let target = try RelativePath(file.to)
            if let parent = target.parent {
                try Scratch.current.directory.makeDirectories(parent, permissions: 0o755)
            }
            try Scratch.current.directory.createFile(target, permissions: 0o644).write(bytes)
        }
    }

    /// The bytes of one file of the shared data.
    static func bytes(_ file: String) throws -> [UInt8] {
        try Directory.open(SharedData.root + "/data").read(RelativePath(file), limit: 100 << 20)
    }

    /// The lines of one file of the shared data.
    static func lines(_ file: String) throws -> [String] {
        String(decoding: try bytes(file), as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }

    /// One side of the pair of real roots, with its lists unpacked, in the test's own directory.
    static func unpackPair(_ side: String) throws -> Directory {
        let folder = "drift-pair-debian12/\(side)"
        try copy([
            ("\(folder)/var/lib/dpkg/status", "var/lib/dpkg/status"),
            ("\(folder)/var/lib/dpkg/diversions", "var/lib/dpkg/diversions"),
        ])
        let archive = "\(SharedData.root)/data/\(folder)/dpkg-info.tar.xz"
        let result = try runTool(["tar", "-xJf", archive, "-C", Scratch.current.path])
        try #require(result.succeeded)
        for name in ["bin", "sbin", "lib", "lib64"] {
            try Scratch.current.directory.makeSymbolicLink(
                RelativePath(name),
                target: Array("usr/\(name)".utf8)
            )
        }
        return Scratch.current.directory
    }

    /// A record of dpkg's database.
    static func record(
        _ name: String,
        status: String = "install ok installed",
        more: String = ""
    ) -> String {
        """
        Package: \(name)
        Status: \(status)
        Version: 1.0
        Architecture: amd64
        \(more.isEmpty ? "" : more + "\n")
        """
    }
}
