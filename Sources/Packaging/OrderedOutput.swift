internal import Platform
internal import Primitives
internal import Synchronization
internal import Trust

/// Writes frames to one file in their order, whichever worker finishes first.
///
/// Whoever brings the frame that is next writes it and all that wait behind it; the others leave
/// theirs and go on packing.
final class OrderedOutput: Sendable {
    private struct Queue {
        var next = 0
        var waiting: [Int: [UInt8]] = [:]
        var waitingBytes = 0
        var isWriting = false
        var hasFailed = false

        /// The next frame if it is there.
        mutating func take() -> [UInt8]? {
            guard !hasFailed, let frame = waiting.removeValue(forKey: next) else { return nil }
            waitingBytes -= frame.count
            next += 1
            return frame
        }
    }

    private struct Written: ~Copyable {
        var file: File
        var hasher = SHA256Hasher()
        var length: UInt64 = 0

        init(file: consuming File) { self.file = file }
    }

    /// What may wait for an earlier frame before workers pause.
    private static let limit = 48 << 20
    private let queue = Mutex(Queue())
    private let written: Mutex<Written>
    private let name: String

    init(file: consuming File, name: String) {
        written = Mutex(Written(file: file))
        self.name = name
    }

    /// Takes the frame at `index`; an empty one only counts.
    func submit(_ frame: [UInt8], at index: Int) throws(PackagingError) {
        while !accept(frame, at: index) { MonotonicClock.sleep(seconds: 0.001) }
        while let ready = nextToWrite() { try write(ready) }
    }

    /// Gives up: no more frame will be written.
    func fail() { queue.withLock { $0.hasFailed = true } }

    /// Ends the file and gives its length and SHA-256.
    func finish() throws(PackagingError) -> (length: UInt64, digest: Digest) {
        let result = written.withLock { state -> Result<(UInt64, Digest), PlatformError> in
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
    private func accept(_ frame: [UInt8], at index: Int) -> Bool {
        queue.withLock { queue in
            if queue.hasFailed { return true }
            guard index == queue.next || queue.waitingBytes < Self.limit else { return false }
            queue.waiting[index] = frame
            queue.waitingBytes += frame.count
            return true
        }
    }

    /// The next frame, for the one caller that writes; nil when another does, or it is not there.
    private func nextToWrite() -> [UInt8]? {
        queue.withLock { queue in
            guard !queue.isWriting, let frame = queue.take() else { return nil }
            queue.isWriting = true
            return frame
        }
    }

    private func write(_ frame: [UInt8]) throws(PackagingError) {
        let failure = written.withLock { state -> PlatformError? in
            guard !frame.isEmpty else { return nil }
            do throws(PlatformError) {
                try state.file.write(frame)
            } catch {
                return error
            }
            state.hasher.update(frame)
            state.length += UInt64(frame.count)
            return nil
        }
        queue.withLock { queue in
            queue.isWriting = false
            if failure != nil { queue.hasFailed = true }
        }
        guard let failure else { return }
        throw PackagingError(.inputOutput, subject: name, doing: "it can not be written", failure)
    }
}
