package import Model

/// Where the signed content of the target's layers is read from.
package protocol ContentSource: Sendable {
    /// The compressed size of a run, which is what fetching it costs.
    func compressedLength(of key: UInt64, layer: Int) -> UInt64
    /// Where in its archive a run begins: runs are read in this order.
    func offset(of key: UInt64, layer: Int) -> UInt64
    /// Says which runs of a layer will be read.
    func expect(_ keys: [UInt64], layer: Int)
    /// Has runs of a layer brought now, where reading them later would need a line.
    func bring(_ keys: [UInt64], layer: Int) throws(DeployerError)
    /// Decodes the run `key` of a layer, member by member.
    func read(_ key: UInt64, layer: Int, into sink: any ContentSink) throws(DeployerError)
}

/// What takes the members of a run as they are decoded.
package protocol ContentSink: AnyObject {
    /// A member begins; false passes over its bytes.
    func begin(_ entry: LayerEntry) throws(DeployerError) -> Bool
    /// Some of the member's bytes; what lies between two calls is zeros.
    func write(_ bytes: RawSpan, at offset: UInt64) throws(DeployerError)
    /// The member is complete.
    func end(_ entry: LayerEntry) throws(DeployerError)
}
