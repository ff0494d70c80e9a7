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
            throw PackagingError(
                .inputOutput,
                subject: target.path,
                detail: "the depot does not give its bytes",
                cause: error.description
            )
        }
    }
}
