public import Packaging
public import Platform
import Primitives
import Trust

extension DepotCache {
    /// What became of the frames of an archive that came by another way than the depot's server.
    public struct Received: Sendable, Equatable {
        /// Frames that are kept now, or were before.
        public var kept = 0
        /// Frames that are not at their place in the archive, byte for byte, or found no room.
        public var lacking = 0

        /// Nothing received.
        public init() {}
    }

    /// Keeps those of `frames` that `archive` holds at their places: what a multicast, a stick or
    /// anybody left there is believed as far as its digests go.
    public func take(_ frames: [Frame], from archive: borrowing File) -> Received {
        var received = Received()
        for frame in frames {
            if !has(frame.digest, count: frame.compressedLength),
                // What can not be read did not come; the depot has it.
                let bytes = try? archive.read(frame.compressedLength, at: frame.offset),
                SHA256Hasher.digest(of: bytes) == frame.digest
            {
                keep(bytes, frame.digest)
            }
            if has(frame.digest, count: frame.compressedLength) {
                received.kept += 1
            } else {
                received.lacking += 1
            }
        }
        return received
    }
}
