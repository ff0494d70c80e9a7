public import Platform
import Primitives
import Synchronization
import Trust

/// What a station keeps of what a depot's server gave: documents and frames, each under its SHA-256.
///
/// It is bounded, and never takes more than half of what is free on its disk: what came longest ago
/// goes first, what this run uses stays. Nothing of it is believed: bytes are hashed as they are
/// read, and what is not what its name says is as if it were not there. It may be lost at any
/// moment, so nothing is synced, and a disk that is full only means that less is kept.
public final class DepotCache: Sendable {
    private struct State {
        /// The lengths of the files, oldest first; nil until they were looked at.
        var files: [(name: String, length: UInt64)]?
        var size: UInt64 = 0
        var room: UInt64 = 0
        /// What this run kept or read.
        var used: Set<String> = []
    }

    private let directory: Directory
    private let limit: UInt64
    private let state = Mutex(State())

    /// The most a station keeps.
    public static let usualLimit: UInt64 = 2 << 30

    /// Keeps at most `limit` bytes in `directory`.
    public init(_ directory: Directory, limit: UInt64 = usualLimit) {
        self.directory = directory
        self.limit = limit
    }

    /// The bytes with this digest, hashed; nil where they are not kept.
    func bytes(_ digest: Digest, count: Int) -> [UInt8]? {
        let name = RelativePath(uncheckedBytes: Array(digest.hex.utf8))
        // What can not be read is not there.
        guard let bytes = try? directory.readIfPresent(name, limit: count) else { return nil }
        guard bytes.count == count, SHA256Hasher.digest(of: bytes) == digest else {
            // It is in the way; where it can not be removed, it is passed over again next time.
            try? directory.removeFile(name)
            return nil
        }
        state.withLock { _ = $0.used.insert(digest.hex) }
        return bytes
    }

    /// Whether a file of that name and length is kept; its bytes are not looked at.
    func has(_ digest: Digest, count: Int) -> Bool {
        let name = RelativePath(uncheckedBytes: Array(digest.hex.utf8))
        // What can not be looked at is not there.
        let status = try? directory.statusIfPresent(of: name)
        return status?.size == UInt64(count)
    }

    /// Keeps `bytes`, which have this digest, if there is room.
    func keep(_ bytes: [UInt8], _ digest: Digest) {
        state.withLock { state in
            let count = UInt64(bytes.count)
            guard makeRoom(count, &state) else { return }
            do {
                let name = RelativePath(uncheckedBytes: Array(digest.hex.utf8))
                try directory.createFile(name, permissions: 0o600).write(bytes)
            } catch {
                // Another run keeps it already, or the disk is full: it is fetched again.
                return
            }
            state.files?.append((digest.hex, count))
            state.size += count
            state.used.insert(digest.hex)
        }
    }

    private func makeRoom(_ count: UInt64, _ state: inout State) -> Bool {
        if state.files == nil { look(&state) }
        while state.size + count > state.room {
            guard let oldest = state.files?.firstIndex(where: { !state.used.contains($0.name) }),
                let file = state.files?.remove(at: oldest)
            else { return false }
            state.size -= min(state.size, file.length)
            // It may be gone already.
            try? directory.removeFile(RelativePath(uncheckedBytes: Array(file.name.utf8)))
        }
        return true
    }

    /// Looks at what is there and what is free.
    private func look(_ state: inout State) {
        // A folder that can not be listed holds nothing that counts.
        let entries = (try? directory.entries()) ?? []
        var found: [(name: String, length: UInt64, time: FileTime)] = []
        for entry in entries {
            let name = RelativePath(uncheckedBytes: entry.name)
            // Gone since the listing.
            guard let status = try? directory.status(of: name), status.isRegular else { continue }
            let text = String(decoding: entry.name, as: UTF8.self)
            found.append((text, status.size, status.modified))
        }
        found.sort { ($0.time, $0.name) < ($1.time, $1.name) }
        state.files = found.map { ($0.name, $0.length) }
        state.size = found.reduce(0) { $0 + $1.length }
        // Where the disk does not say what is free, nothing is kept.
        let free = (try? directory.fileSystem().freeBytes) ?? 0
        state.room = min(limit, state.size + free / 2)
    }
}
