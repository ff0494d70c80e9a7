internal import Model
internal import Packaging
internal import Platform
internal import Primitives
internal import Trust

/// Reads a few small files of the target whole, for the planner.
final class SmallFiles: ContentSink {
    private let wanted: [RelativePath: AccountMerge.File]
    private var current: [UInt8] = []
    private(set) var contents: [AccountMerge.File: [UInt8]] = [:]

    private static let limit: UInt64 = 16 << 20

    private init(wanted: [RelativePath: AccountMerge.File]) {
        self.wanted = wanted
    }

    /// The content of the account files at `places` of `tree`.
    static func read(
        _ places: [AccountMerge.File: Int],
        _ tree: TargetTree,
        content: some ContentSource
    ) throws(DeployerError) -> [AccountMerge.File: [UInt8]] {
        var contents: [AccountMerge.File: [UInt8]] = [:]
        var runs: [Int: [UInt64: [RelativePath: AccountMerge.File]]] = [:]
        for (file, index) in places {
            guard let found = tree.file(at: index) else { continue }
            guard found.size > 0 else {
                contents[file] = []
                continue
            }
            let path = tree.entries[tree.carrier(of: index)].entry.path
            runs[found.layer, default: [:]][found.frame, default: [:]][path] = file
        }
        for (layer, keys) in runs {
            for (key, wanted) in keys {
                let sink = SmallFiles(wanted: wanted)
                try content.read(key, layer: layer, into: sink)
                for (file, bytes) in sink.contents { contents[file] = bytes }
            }
        }
        return contents
    }

    func begin(_ entry: LayerEntry) throws(DeployerError) -> Bool {
        guard wanted[entry.path] != nil, case .file(let size, _, _, _) = entry.content else {
            return false
        }
        guard size <= Self.limit else {
            throw DeployerError(
                .content,
                subject: "/\(entry.path)",
                detail: "an account file of \(size) bytes"
            )
        }
        current = []
        return true
    }

    func write(_ bytes: RawSpan, at offset: UInt64) throws(DeployerError) {
        guard offset <= Self.limit, UInt64(bytes.byteCount) <= Self.limit - offset else {
            throw DeployerError(.content, subject: "", detail: "more bytes than the index says")
        }
        let end = Int(offset) + bytes.byteCount
        if current.count < end {
            current.append(contentsOf: repeatElement(0, count: end - current.count))
        }
        current.replaceSubrange(Int(offset)..<end, with: bytes.copied())
    }

    func end(_ entry: LayerEntry) throws(DeployerError) {
        guard let file = wanted[entry.path], case .file(let size, let digest, _, _) = entry.content
        else { return }
        if UInt64(current.count) < size {
            current.append(contentsOf: repeatElement(0, count: Int(size) - current.count))
        }
        guard SHA256Hasher.digest(of: current) == digest else {
            throw DeployerError(
                .content,
                subject: "/\(entry.path)",
                detail: "its bytes are not those the index lists"
            )
        }
        contents[file] = current
    }
}
