internal import Model
package import Packaging

/// The signed archives of the target's layers as a source of content.
package struct LayerContent: ContentSource {
    private let archives: [LayerArchive]

    package init(_ archives: [LayerArchive]) {
        self.archives = archives
    }

    package func compressedLength(of key: UInt64, layer: Int) -> UInt64 {
        guard archives.indices.contains(layer), let run = archives[layer].index.run(of: key) else {
            return 0
        }
        return archives[layer].index.frames[run.frames].reduce(0) {
            $0 &+ UInt64(clamping: $1.compressedLength)
        }
    }

    package func offset(of key: UInt64, layer: Int) -> UInt64 {
        guard archives.indices.contains(layer), let run = archives[layer].index.run(of: key) else {
            return 0
        }
        return archives[layer].index.frames[run.frames].first?.offset ?? 0
    }

    package func expect(_ keys: [UInt64], layer: Int) {
        guard archives.indices.contains(layer) else { return }
        archives[layer].expect(keys.compactMap { archives[layer].index.run(of: $0) })
    }

    package func bring(_ keys: [UInt64], layer: Int) throws(DeployerError) {
        guard archives.indices.contains(layer) else { return }
        do {
            try archives[layer].bring(keys.compactMap { archives[layer].index.run(of: $0) })
        } catch {
            throw fault(layer, error)
        }
    }

    private func fault(_ layer: Int, _ error: PackagingError) -> DeployerError {
        DeployerError(
            .content,
            subject: archives[layer].name ?? archives[layer].index.reference.name,
            detail: error.description
        )
    }

    package func read(_ key: UInt64, layer: Int, into sink: any ContentSink) throws(DeployerError) {
        guard archives.indices.contains(layer), let run = archives[layer].index.run(of: key) else {
            throw DeployerError(
                .content,
                subject: "layer \(layer)",
                detail: "no frame has the key the index names"
            )
        }
        var bridge = SinkBridge(sink: sink)
        do {
            // The sink hashes what it writes: the content need not be hashed twice.
            try archives[layer].read(run, into: &bridge, verifyingContents: false)
        } catch {
            throw bridge.refusal ?? fault(layer, error)
        }
    }
}

/// Hands a run's members to a sink of this module, and keeps the sink's own refusal.
private struct SinkBridge: EntrySink {
    let sink: any ContentSink
    private(set) var refusal: DeployerError?

    init(sink: any ContentSink) {
        self.sink = sink
    }

    mutating func begin(_ entry: LayerEntry) throws(PackagingError) -> Bool {
        do {
            return try sink.begin(entry)
        } catch {
            throw note(error)
        }
    }

    mutating func write(_ bytes: RawSpan, at offset: UInt64) throws(PackagingError) {
        do {
            try sink.write(bytes, at: offset)
        } catch {
            throw note(error)
        }
    }

    mutating func end(_ entry: LayerEntry) throws(PackagingError) {
        do {
            try sink.end(entry)
        } catch {
            throw note(error)
        }
    }

    private mutating func note(_ error: DeployerError) -> PackagingError {
        refusal = error
        return PackagingError(.inputOutput, subject: error.subject, detail: error.detail)
    }
}
