import Model
import Packaging
import Platform
import Primitives
import TestSupport
import Testing

/// A package built in the running test's directory.
struct BuiltLayer {
    let report: BuildReport
    let index: [UInt8]
    let archive: [UInt8]

    var decoded: LayerIndex {
        get throws { try LayerIndex.decode(index, expecting: report.reference.index) }
    }

    func layer() throws -> LayerArchive {
        try LayerArchive(index: try decoded, source: MemoryByteSource(archive))
    }
}

/// Builds layers below the running test's directory.
enum Fixture {
    static let lock = SoftwareLock(packages: [
        .init(name: "bash", version: "5.2", architecture: "amd64", isAutomatic: false),
        .init(name: "zlib1g", version: "1.2", architecture: "amd64", isAutomatic: true),
    ])

    static func directory(_ name: String) throws -> Directory {
        let path = try RelativePath(name)
        try Scratch.current.directory.makeDirectories(path, permissions: 0o755)
        return try Scratch.current.directory.openDirectory(path)
    }

    static func build(
        _ root: Directory,
        name: String = "base",
        base: LayerIndex? = nil,
        rules: [PathRule] = [],
        overridable: [String] = [],
        workers: Int = 2,
        level: Int = 3,
        owner: (RelativePath) -> String? = { _ in nil }
    ) throws -> BuiltLayer {
        let output = try directory("out")
        let builder = LayerBuilder(
            kind: base == nil ? .system : .application,
            name: name,
            edition: "2026.1",
            base: base,
            rules: PathRules(rules),
            overridable: try overridable.map { try PathPattern($0) },
            lock: lock,
            level: level
        )
        let report = try builder.build(
            root: root,
            owner: owner,
            into: output,
            fileName: name,
            workers: Workers(count: workers)
        )
        return BuiltLayer(
            report: report,
            index: try output.read(try RelativePath("\(name).idx"), limit: 1 << 28),
            archive: try output.read(try RelativePath("\(name).tar.zst"), limit: 1 << 30)
        )
    }

    /// A tree with one of everything a real root holds; some of it needs root.
    static func writeEverything(to root: Directory) throws {
        let odd = FileTime(seconds: 1_600_000_000, nanoseconds: 987_654_321)
        try Tree {
            RegularFile("etc/motd", "hello\n", modified: odd)
            RegularFile("etc/empty", "")
            RegularFile("etc/shadow", "x", mode: 0o600)
            RegularFile("usr/bin/su", "setuid", mode: 0o4755)
            RegularFile("usr/bin/first", "linked content")
            HardLink("usr/share/aaa-second", to: "usr/bin/first")
            HardLink("zzz-third", to: "usr/bin/first")
            RegularFile("old", "before", modified: FileTime(seconds: -5))
            RegularFile("usr/share/certs/Főtanúsítvány.crt", "utf-8 name")
            RegularFile(String(repeating: "n", count: 250), "long name")
            RegularFile(
                Array(repeating: "a-rather-long-directory-name", count: 12).joined(separator: "/"),
                "long path"
            )
            RegularFile("user-attribute", "x", attributes: ["user.note": [0, 1, 61, 10]])
            RegularFile("big", bytes: bigContent)
            Symlink("bin", to: "usr/bin")
            Symlink("dangling", to: String(repeating: "far/", count: 60))
            Fifo("run.fifo", mode: 0o620)
            Folder("sticky", mode: 0o1777, modified: odd) {}
        }.write(to: root)
        try root.createFile(
            try RelativePath(bytes: [0x63, 0x61, 0x66, 0xE9]),
            permissions: 0o644
        ).write([1])
        try writeSparse("sparse", size: 3 << 20, data: [0, 1 << 20], to: root)
        try writeSparse("sparse-hole-only", size: 1 << 20, data: [], to: root)
        guard Privilege.isRoot else { return }
        try Tree {
            DeviceNode("dev-null", major: 1, minor: 3)
            DeviceNode("dev-disk", kind: .blockDevice, major: 8, minor: 17)
            RegularFile("owned", "x", owner: 1234, group: 3_000_000)
            RegularFile(
                "usr/bin/ping",
                "capable",
                mode: 0o755,
                attributes: ["security.capability": capability]
            )
            RegularFile("acl", "x", attributes: ["system.posix_acl_access": acl])
            RegularFile("acl-mask", "", attributes: ["system.posix_acl_access": maskedACL])
        }.write(to: root)
    }

    /// Over two frames of content that compresses a little.
    static let bigContent: [UInt8] = {
        var random = SplitMix64(seed: 99)
        let block = random.bytes(1 << 14).map { $0 & 0x3F }
        var content: [UInt8] = []
        for number in 0..<600 { content += [UInt8(number & 255), UInt8(number >> 8)] + block }
        return content
    }()

    /// cap_net_raw in effective and permitted, version 2.
    static let capability: [UInt8] = [1, 0, 0, 2, 0, 0x20] + [UInt8](repeating: 0, count: 14)

    /// The same, with more in the mask than the owning group has: user:1000:r-x, mask::r-x.
    static let maskedACL: [UInt8] = {
        var value = acl
        value[14] = 5
        value[30] = 5
        return value
    }()

    /// user::rw-, user:1000:r--, group::r--, mask::r--, other::r--.
    static let acl: [UInt8] = {
        let none: [UInt8] = [255, 255, 255, 255]
        return [2, 0, 0, 0] + [1, 0, 6, 0] + none + [2, 0, 4, 0, 0xE8, 3, 0, 0]
            + [4, 0, 4, 0] + none + [0x10, 0, 4, 0] + none + [0x20, 0, 4, 0] + none
    }()

    static func writeSparse(
        _ name: String,
        size: UInt64,
        data: [UInt64],
        to root: Directory
    ) throws {
        let file = try root.createFile(try RelativePath(name), permissions: 0o644)
        for offset in data { try file.write([UInt8](repeating: 7, count: 4096), at: offset) }
        try file.truncate(to: size)
    }

    /// Unpacks an archive with a program.
    static func extract(
        _ name: String,
        with program: [String],
        to target: String,
        locale: String = "C"
    ) throws {
        let folder = "\(Scratch.current.path)/\(target)"
        _ = try directory(target)
        let archive = "\(Scratch.current.path)/out/\(name).tar.zst"
        try runTool(
            program + ["-f", archive, "-C", folder],
            environment: ["LC_ALL": locale]
        ).requireSuccess(program[0])
    }

    static let gnuTar = [
        "tar", "--zstd", "--xattrs", "--xattrs-include=*", "--numeric-owner", "-p",
        "--delay-directory-restore", "--warning=no-unknown-keyword", "-x",
    ]
    static let bsdtar = ["bsdtar", "-x", "-p", "--numeric-owner"]
}
