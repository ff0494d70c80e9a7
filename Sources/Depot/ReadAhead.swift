import Packaging
import Primitives
import Synchronization
import Trust

/// Frames of one archive, brought some at a time over a line where each request costs.
///
/// Whoever reads says beforehand which frames and in which order; asking for one that is not at hand
/// brings those after it with it. What came is kept in the cache, and in memory until it is asked for.
final class ReadAhead: Sendable {
    private struct State {
        var order: [Frame] = []
        /// Where each frame stands in `order`, by its offset.
        var places: [UInt64: Int] = [:]
        var waiting: [Digest: [UInt8]] = [:]
        var waitingBytes = 0
    }

    /// Bytes brought at once.
    private static let window = 16 << 20
    /// Bytes that wait in memory at most.
    private static let waitingLimit = 32 << 20
    private let state = Mutex(State())

    /// Notes which frames will be asked for, in this order.
    func expect(_ frames: [Frame]) {
        state.withLock { state in
            state.order = frames
            state.places = [:]
            for (place, frame) in frames.enumerated() { state.places[frame.offset] = place }
        }
    }

    /// The bytes of `frame`, from the cache or with `fetch`; what the server gave for it may be wrong.
    func read(
        _ frame: Frame,
        _ cache: DepotCache?,
        fetch: (
            [Range<UInt64>], (Int, ArraySlice<UInt8>) throws(DepotError) -> Void
        ) throws(DepotError) -> Void
    ) throws(DepotError) -> [UInt8] {
        if let kept = cache?.bytes(frame.digest, count: frame.compressedLength) { return kept }
        return try state.withLock { (state) throws(DepotError) in
            if let bytes = state.waiting.removeValue(forKey: frame.digest) {
                state.waitingBytes -= bytes.count
                return bytes
            }
            let frames = frames(from: frame, state, cache)
            var wanted: [UInt8] = []
            var part: [UInt8] = []
            try fetch(frames.map(\.range)) { (number, piece) throws(DepotError) in
                part += piece
                guard part.count == frames[number].compressedLength else { return }
                let bytes = part
                part = []
                if number == 0 { wanted = bytes }
                guard SHA256Hasher.digest(of: bytes) == frames[number].digest else { return }
                cache?.keep(bytes, frames[number].digest)
                guard number > 0, state.waitingBytes + bytes.count <= Self.waitingLimit else {
                    return
                }
                state.waitingBytes += bytes.count
                state.waiting[frames[number].digest] = bytes
            }
            return wanted
        }
    }

    /// `first` and what is expected after it, a window's worth, without what is at hand.
    private func frames(from first: Frame, _ state: State, _ cache: DepotCache?) -> [Frame] {
        var frames = [first]
        guard let place = state.places[first.offset] else { return frames }
        var count = first.compressedLength
        var end = first.range.upperBound
        for frame in state.order[(place + 1)...] {
            count += frame.compressedLength
            guard count <= Self.window, frame.offset >= end else { break }
            guard state.waiting[frame.digest] == nil,
                cache?.has(frame.digest, count: frame.compressedLength) != true
            else { continue }
            frames.append(frame)
            end = frame.range.upperBound
        }
        return frames
    }
}

extension Frame {
    /// Where its bytes lie in the archive.
    var range: Range<UInt64> { offset..<(offset + UInt64(compressedLength)) }
}
