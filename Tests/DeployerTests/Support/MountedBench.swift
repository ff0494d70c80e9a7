import Platform
import Primitives
import TestSupport
import Testing

/// A bench whose station is made of several file systems, each on a loop device of its own.
///
/// Used by one test at a time, and by the restore it waits for: nothing is changed in between.
final class MountedBench: @unchecked Sendable {
    let bench: Bench
    private var mounted: [String] = []
    private let base = Scratch.current.path

    /// What can be mounted here for a file system that keeps no owners and no hard links.
    static let flatType: String? = mounts("vfat") ? "vfat" : nil

    /// Whether the kernel mounts file systems of this type.
    static func mounts(_ type: String) -> Bool {
        // A machine without the list mounts nothing.
        let list = (try? runTool(["cat", "/proc/filesystems"]))?.outputText ?? ""
        return Tool.exists("mkfs.\(type)") && list.contains("\t\(type)\n")
    }

    /// Mounts a file system of each type at its path below the station.
    ///
    /// The station's and the reference's `etc/fstab` declare all of them, by UUID where there is one.
    init(_ volumes: [(path: String, type: String)]) throws {
        bench = try Bench()
        var table = ""
        do {
            for (path, type) in volumes {
                let uuid = try mount(path, type, image: image(path))
                table +=
                    "\(uuid.map { "UUID=\($0)" } ?? "/dev/efi") /\(path) \(type) defaults 0 2\n"
            }
        } catch {
            unmountAll()
            throw error
        }
        for root in [try bench.station, try bench.reference] {
            try Tree { RegularFile("etc/fstab", table) }.write(to: root)
        }
    }

    deinit { unmountAll() }

    /// The image of the file system at `path`.
    func image(_ path: String) -> String {
        base + "/" + path.split(separator: "/").joined(separator: "-") + ".img"
    }

    /// Makes a file system in `image` and mounts it at `path`; its UUID, where it can be known.
    @discardableResult
    func mount(_ path: String, _ type: String, image: String, isNew: Bool = true) throws -> String?
    {
        let place = "\(base)/station/\(path)"
        try run("mkdir", "-p", place)
        if isNew {
            try run("rm", "-f", image)
            // XFS is made of no less.
            try run("truncate", "-s", type == "xfs" ? "320M" : "32M", image)
            try run("mkfs.\(type)", image)
        }
        try run("mount", "-o", "loop", image, place)
        mounted.append(place)
        guard type == "ext4" || type == "xfs" else { return nil }
        let said = try runTool(["blkid", "-o", "value", "-s", "UUID", image]).outputText
        return said.split(separator: "\n").first.map(String.init)
    }

    /// Unmounts what is at `path`, whoever uses it.
    func unmount(_ path: String) throws {
        let place = "\(base)/station/\(path)"
        try run("umount", "-l", place)
        mounted.removeAll { $0 == place }
    }

    /// What rsync finds different between reference and station; what is below `flat` by content
    /// alone, since it keeps nothing else.
    func differences(flat: String? = nil) throws -> String {
        var words = [
            "rsync", "-naHAXci", "--numeric-ids", "--modify-window=-1", "--delete",
            "--exclude=.socle", "--exclude=lost+found", "--exclude=/var/lib/socle",
        ]
        if let flat { words.append("--exclude=/\(flat)") }
        let said = try runTool(words + ["\(base)/reference/", "\(base)/station/"])
        try said.requireSuccess("rsync")
        guard let flat else { return said.outputText }
        let below = try runTool([
            "diff", "-r", "--exclude=.socle", "\(base)/reference/\(flat)",
            "\(base)/station/\(flat)",
        ])
        return said.outputText + below.outputText
    }

    /// Fills the file system at `path` to its last block.
    func fill(_ path: String) throws {
        // The end is the error that no space is left.
        try runTool(["dd", "if=/dev/zero", "of=\(base)/station/\(path)/filler", "bs=64k"])
        try runTool(["dd", "if=/dev/zero", "of=\(base)/station/\(path)/filler-2", "bs=1k"])
    }

    /// Empties and unmounts all, so that another bench may be made in the same place.
    func clear() throws {
        unmountAll()
        for name in ["station", "reference", "depot"] {
            try bench.directory.removeTree(RelativePath(name))
        }
    }

    private func run(_ words: String...) throws {
        try runTool(words).requireSuccess(words.joined(separator: " "))
    }

    private func unmountAll() {
        for place in mounted.reversed() {
            // A leftover mount must not turn a passing test red.
            _ = try? runTool(["umount", "-l", place])
        }
        mounted = []
    }
}
