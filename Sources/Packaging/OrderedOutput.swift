internal import Platform
internal import Primitives
internal import Synchronization
internal import Trust

/// Writes frames to one file in their order, whichever worker finishes first.
final class OrderedOutput: Sendable {
    private struct State: ~Copyable {
        var file: File
        var hasher = SHA256Hasher()
        var next = 0
        var length: UInt64 = 0
        var waiting: [Int: [UInt8]] = [:]
        var waitingBytes = 0
        var hasFailed = false

        init(file: consuming File) { self.file = file }
    }

    /// What may wait for an earlier frame before workers pause.
    private static let limit = 48 << 20
    private let state: Mutex<State>
    private let name: String

    init(file: consuming File, name: String) {
        state = Mutex(State(file: file))
        self.name = name
    }

    /// Takes the frame at `index`; an empty one only counts.
    func submit(_ frame: [UInt8], at index: Int) throws(PackagingError) {
        while try !accept(frame, at: index) { MonotonicClock.sleep(seconds: 0.001) }
    }

    /// Gives up: no more frame will be written.
    func fail() { state.withLock { $0.hasFailed = true } }

    /// Ends the file and gives its length and SHA-256.
    func finish() throws(PackagingError) -> (length: UInt64, digest: Digest) {
        let result = state.withLock { state -> Result<(UInt64, Digest), PlatformError> in
            do throws(PlatformError) {
                try state.file.sync()
                return .success((state.length, state.hasher.finalize()))
            } catch {
                return .failure(error)
            }
        }
        do {
            let (length, digest) = try result.get()
            return (length, digest)
        } catch {
            throw PackagingError(.inputOutput, subject: name, doing: "it can not be synced", error)
        }
    }

    /// Whether the frame was taken; false asks to come again when earlier ones are written.
    private func accept(_ frame: [UInt8], at index: Int) throws(PackagingError) -> Bool {
        let result = state.withLock { state -> Result<Bool, PlatformError> in
            if state.hasFailed { return .success(true) }
            guard index == state.next || state.waitingBytes < Self.limit else {
                return .success(false)
            }
            state.waiting[index] = frame
            state.waitingBytes += frame.count
            while let ready = state.waiting.removeValue(forKey: state.next) {
                state.waitingBytes -= ready.count
                state.next += 1
                guard !ready.isEmpty else { continue }
                do throws(PlatformError) {
                    try state.file.write(ready)
                } catch {
                    state.hasFailed = true
                    return .failure(error)
                }
                state.hasher.update(ready)
                state.length += UInt64(ready.count)
            }
            return .success(true)
        }
        do {
            return try result.get()
        } catch {
            throw PackagingError(.inputOutput, subject: name, doing: "it can not be written", error)
        }
    }
}
