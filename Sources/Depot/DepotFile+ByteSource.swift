public import Packaging
import Trust

extension DepotFile: ByteSource {
    /// The path the depot's signed metadata lists it by.
    public var name: String? { target.path }

    /// Exactly `count` bytes from `offset` on, for a reader of layers, which checks each part.
    ///
    /// - Throws: `PackagingError` with `.inputOutput` when the depot does not give them.
    public func read(at offset: UInt64, count: Int) throws(PackagingError) -> [UInt8] {
        do {
            return try bytes(at: offset, count: count)
        } catch {
            throw notGiven(error)
        }
    }

    /// The bytes of a frame: of a depot far away, from the station's cache or brought with those
    /// expected after it.
    ///
    /// - Throws: `PackagingError` with `.inputOutput` when the depot does not give them.
    public func read(_ frame: Frame) throws(PackagingError) -> [UInt8] {
        guard let readAhead else {
            return try read(at: frame.offset, count: frame.compressedLength)
        }
        do {
            return try readAhead.read(frame, cache) { (ranges, take) throws(DepotError) in
                try read(ranges, take: take)
            }
        } catch {
            throw notGiven(error)
        }
    }

    private func notGiven(_ error: DepotError) -> PackagingError {
        PackagingError(
            .inputOutput,
            subject: target.path,
            detail: "the depot does not give its bytes",
            cause: error.description
        )
    }

    /// Notes which frames will be read.
    public func expect(_ frames: [Frame]) { readAhead?.expect(frames) }

    /// Fetches what the station's cache lacks of `frames`, and keeps it there.
    ///
    /// - Throws: `PackagingError` with `.inputOutput` when the depot does not give them.
    public func bring(_ frames: [Frame]) throws(PackagingError) {
        guard readAhead != nil, cache != nil else { return }
        expect(frames)
        for frame in frames { _ = try read(frame) }
    }
}
