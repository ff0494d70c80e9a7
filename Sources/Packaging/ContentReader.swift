internal import Archive
internal import Platform
internal import Primitives
internal import Trust

/// Reads files of the tree being captured, and notices when one changes meanwhile.
struct ContentReader: ~Copyable {
    private let root: Directory
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)
    private var hasher = SHA256Hasher()

    init(root: Directory) { self.root = root }

    /// Appends the stored content of `name` to `output` and gives the digest of the whole content.
    mutating func append(
        _ name: CapturedName,
        to output: inout [UInt8]
    ) throws(PackagingError) -> Digest {
        try scan(name, keeping: true, into: &output)
    }

    /// The digest of the content of `name`.
    mutating func digest(_ name: CapturedName) throws(PackagingError) -> Digest {
        var nothing: [UInt8] = []
        return try scan(name, keeping: false, into: &nothing)
    }

    /// Appends the part `range` of the stored content of `name` to `output`.
    mutating func append(
        _ range: Range<UInt64>,
        of name: CapturedName,
        to output: inout [UInt8]
    ) throws(PackagingError) {
        let file = try open(name)
        var passed: UInt64 = 0
        for extent in extents(of: name) {
            let length = UInt64(extent.count)
            let low = max(range.lowerBound, passed)
            let high = min(range.upperBound, passed + length)
            if low < high {
                let start = extent.lowerBound + (low - passed)
                try read(
                    file,
                    name,
                    start..<(start + (high - low)),
                    hashing: false,
                    keeping: true,
                    into: &output
                )
            }
            passed += length
        }
        try requireUnchanged(file, name)
    }

    private mutating func scan(
        _ name: CapturedName,
        keeping: Bool,
        into output: inout [UInt8]
    ) throws(PackagingError) -> Digest {
        let file = try open(name)
        var end: UInt64 = 0
        for extent in extents(of: name) {
            ZeroRun.add(extent.lowerBound - end, to: &hasher)
            try read(file, name, extent, hashing: true, keeping: keeping, into: &output)
            end = extent.upperBound
        }
        ZeroRun.add(name.status.size - end, to: &hasher)
        try requireUnchanged(file, name)
        return hasher.finalize()
    }

    private func extents(of name: CapturedName) -> [Range<UInt64>] {
        guard case .file(let size, let extents) = name.content else { return [] }
        return extents ?? (size == 0 ? [] : [0..<size])
    }

    private func open(_ name: CapturedName) throws(PackagingError) -> File {
        let file: File
        do {
            file = try root.openFile(name.path)
        } catch {
            throw PackagingError(
                .treeUnreadable,
                subject: name.path.label,
                doing: "it can not be opened",
                error
            )
        }
        try requireUnchanged(file, name)
        return file
    }

    private func requireUnchanged(
        _ file: borrowing File,
        _ name: CapturedName
    ) throws(PackagingError) {
        let now: FileStatus
        do {
            now = try file.status()
        } catch {
            throw PackagingError(
                .treeUnreadable,
                subject: name.path.label,
                doing: "it can not be read",
                error
            )
        }
        let then = name.status
        guard now.size == then.size, now.modified == then.modified, now.changed == then.changed,
            now.inode == then.inode, now.device == then.device
        else {
            throw .changed(name.path)
        }
    }

    private mutating func read(
        _ file: borrowing File,
        _ name: CapturedName,
        _ range: Range<UInt64>,
        hashing: Bool,
        keeping: Bool,
        into output: inout [UInt8]
    ) throws(PackagingError) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let got: Int
            do {
                got = try file.read(into: &buffer, at: offset)
            } catch {
                throw PackagingError(
                    .treeUnreadable,
                    subject: name.path.label,
                    doing: "it can not be read",
                    error
                )
            }
            guard got > 0 else { throw .changed(name.path) }
            let part = Int(min(UInt64(got), range.upperBound - offset))
            if hashing { hasher.update(buffer[..<part]) }
            if keeping { output += buffer[..<part] }
            offset += UInt64(part)
        }
    }
}

extension PackagingError {
    fileprivate static func changed(_ path: RelativePath) -> PackagingError {
        PackagingError(
            .treeChanged,
            subject: path.label,
            detail: "it changed while it was being read",
            hint: "build from a tree nothing else is using"
        )
    }
}
