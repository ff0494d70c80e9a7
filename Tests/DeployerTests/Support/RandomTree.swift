import Platform
import Primitives
import TestSupport

/// Writes trees nobody would think of, and changes them in ways nobody would.
struct RandomTree {
    private var random: SplitMix64
    private let root: Directory
    private var folders: [RelativePath] = [.root]
    private var files: [RelativePath] = []
    private var others: [RelativePath] = []

    init(_ root: Directory, seed: UInt64) {
        self.root = root
        random = SplitMix64(seed: seed)
    }

    /// Fills the root with up to `count` names.
    mutating func fill(_ count: Int) throws {
        for _ in 0..<count { try add() }
        try settleTimes()
    }

    /// Fills this tree as another one of the same seed, then changes it.
    mutating func change(_ count: Int) throws {
        for _ in 0..<count {
            switch random.next() % 8 {
            case 0, 1: try add()
            case 2: try remove()
            case 3, 4: try alter()
            case 5: try touch()
            default: try retype()
            }
        }
        try settleTimes()
    }

    private mutating func name() throws -> RelativePath? {
        let folder = folders[Int(random.next() % UInt64(folders.count))]
        let shapes: [[UInt8]] = [
            Array("a".utf8), Array("b-c".utf8), Array("b".utf8), Array("lib".utf8), [0xff, 0xfe],
            Array("un nom é".utf8), Array("x.conf".utf8), [0x0a, 0x27],
        ]
        var bytes = shapes[Int(random.next() % UInt64(shapes.count))]
        if random.next() % 2 == 0 { bytes += Array(String(random.next() % 30).utf8) }
        let path = try folder.appending(bytes)
        return try root.statusIfPresent(of: path) == nil ? path : nil
    }

    private mutating func content() -> [UInt8] {
        switch random.next() % 6 {
        case 0: []
        case 1: Array("the same content".utf8)
        case 2: random.bytes(9_000)
        default: random.bytes(Int(random.next() % 900))
        }
    }

    private mutating func add() throws {
        guard let path = try name() else { return }
        switch random.next() % 12 {
        case 0, 1, 2:
            try root.makeDirectory(path, permissions: 0o755)
            folders.append(path)
        case 3:
            try root.makeSymbolicLink(path, target: Array("../t\(random.next() % 9)".utf8))
            others.append(path)
        case 4 where !files.isEmpty:
            try root.link(
                files[Int(random.next() % UInt64(files.count))],
                to: root,
                path
            )
            files.append(path)
            return
        case 5:
            try root.makeNode(path, kind: .fifo, permissions: 0o600)
            others.append(path)
        case 6:
            try root.makeNode(
                path,
                kind: .characterDevice,
                permissions: 0o600,
                major: 1,
                minor: UInt32(random.next() % 9)
            )
            others.append(path)
        case 7:
            let file = try root.createFile(path, permissions: 0o600)
            try file.write(Array("end".utf8), at: 40_000)
            files.append(path)
        default:
            try root.createFile(path, permissions: 0o600).write(content())
            files.append(path)
        }
        try dress(path)
    }

    private mutating func dress(_ path: RelativePath) throws {
        let kind = try root.status(of: path).kind
        var metadata = FileMetadata(
            mode: [0o644, 0o755, 0o4755, 0o600, 0o2775, 0o1777][Int(random.next() % 6)],
            owner: UInt32(random.next() % 3) * 500,
            group: UInt32(random.next() % 3) * 40,
            modified: FileTime(
                seconds: 1_600_000_000 + Int64(random.next() % 1000),
                nanoseconds: UInt32(random.next() % 1_000_000_000)
            )
        )
        if random.next() % 4 == 0, kind == .regular || kind == .directory {
            metadata.attributes = [
                ExtendedAttribute(name: Array("user.note".utf8), value: random.bytes(5))
            ]
        }
        try root.apply(metadata, to: path, kind: kind)
    }

    private mutating func pick(_ list: [RelativePath]) throws -> RelativePath? {
        guard !list.isEmpty else { return nil }
        let path = list[Int(random.next() % UInt64(list.count))]
        return try present(path) ? path : nil
    }

    private func present(_ path: RelativePath) throws -> Bool {
        do {
            return try root.statusIfPresent(of: path) != nil
        } catch {
            return false
        }
    }

    private mutating func remove() throws {
        guard let path = try pick(files + others + folders.dropFirst()) else { return }
        try root.removeTree(path)
        folders.removeAll { $0.isWithin(path) }
        files.removeAll { $0.isWithin(path) }
        others.removeAll { $0.isWithin(path) }
        if folders.isEmpty { folders = [.root] }
    }

    private mutating func alter() throws {
        guard let path = try pick(files) else { return }
        let file = try root.openFileForWriting(path)
        try file.write(content())
        try dress(path)
    }

    private mutating func touch() throws {
        guard let path = try pick(files + others + folders) else { return }
        guard !path.isRoot else { return }
        try dress(path)
    }

    /// Puts something of another type in a name's place.
    private mutating func retype() throws {
        guard let path = try pick(files + others + folders.dropFirst()) else { return }
        try root.removeTree(path)
        folders.removeAll { $0.isWithin(path) }
        files.removeAll { $0.isWithin(path) }
        others.removeAll { $0.isWithin(path) }
        switch random.next() % 3 {
        case 0:
            try root.makeDirectory(path, permissions: 0o755)
            folders.append(path)
            try root.createFile(try path.appending(Array("in".utf8)), permissions: 0o644)
                .write(content())
        case 1:
            try root.makeSymbolicLink(path, target: Array("/etc/passwd".utf8))
            others.append(path)
        default:
            try root.createFile(path, permissions: 0o644).write(content())
            files.append(path)
        }
        try dress(path)
    }

    /// Gives directories times of their own, deepest first.
    private mutating func settleTimes() throws {
        for path in folders.sorted().reversed() where try present(path) {
            try root.setModified(
                FileTime(
                    seconds: 1_500_000_000 + Int64(random.next() % 1000),
                    nanoseconds: UInt32(random.next() % 1_000_000_000)
                ),
                of: path
            )
        }
    }
}
