import Packaging
import Platform
import Primitives
import Trust

/// Brings one target of a depot into a copy: to a draft, verified whole, then under its own name.
///
/// A draft is written from its beginning on, so what an earlier run left of one is a beginning too.
struct TargetCopy {
    let client: DepotClient
    let tree: DepotTree
    let target: TargetInfo
    /// The target's path under `targets/`, with its digest.
    let name: String
    let isCancelled: @Sendable () -> Bool

    /// What was brought, and from where.
    struct Account {
        /// Bytes the depot gave.
        var fetched: UInt64 = 0
        /// Bytes that were in the copy already, in files of an earlier edition.
        var reused: UInt64 = 0
    }

    /// Copies the target; frames that `known` has are not fetched.
    func run(
        _ known: inout KnownFrames,
        progress: (UInt64) -> Void
    ) throws(DepotError) -> Account {
        let sha256 = try target.requireSHA256()
        let draft = "staging/\(sha256.hex)"
        var account = Account()
        do {
            if target.path.hasSuffix(".idx"), let brought = try index(sha256, to: draft) {
                account = brought
            } else {
                try archive(sha256, to: draft, &known, &account, progress)
            }
        } catch {
            // What was left of an earlier copy may be what is wrong: the next one starts afresh.
            if error.code == .notTrusted { try? tree.remove(draft) }
            guard error.code == .tooLarge, error.subject == draft else { throw error }
            throw DepotError(
                .tooLarge,
                subject: target.path,
                detail: "the file system of \(tree.directory.location) takes no file of "
                    + "\(target.length) bytes: format the stick as exFAT",
                cause: error.cause
            )
        }
        try tree.move(draft, to: "targets/\(name)")
        return account
    }

    // MARK: Indexes

    /// Brings an index chunk by chunk, those of the last edition's index left out; nil where there
    /// is none to go by.
    private func index(_ sha256: Digest, to draft: String) throws(DepotError) -> Account? {
        let folder = "targets/" + name.prefix { $0 != "/" }
        func stem(_ path: String) -> Substring { path.drop { $0 != "." } }
        let earlier = try tree.files(in: folder).filter { $0.hasSuffix(".idx") }
            .max { stem($0) < stem($1) }
        guard let earlier, target.length <= UInt64(DepotClient.documentLimit),
            let previous = try tree.readIfPresent(earlier, limit: DepotClient.documentLimit)
        else { return nil }
        let bytes: [UInt8]
        let fetched: UInt64
        do {
            let file = try client.file(of: target)
            (bytes, fetched) = try LayerIndex.fetch(from: file, reusing: previous)
        } catch let error as DepotError {
            throw error
        } catch {
            // It is not put together like an index: it is brought like any other file.
            return nil
        }
        guard SHA256Hasher.digest(of: bytes) == sha256 else { return nil }
        let file = try tree.openForWriting(draft)
        try tree.reporting(draft) { _ throws(PlatformError) in
            try file.truncate(to: 0)
            try file.write(bytes, at: 0)
            try file.sync()
        }
        return Account(fetched: fetched, reused: UInt64(bytes.count) - fetched)
    }

    // MARK: Everything else

    private func archive(
        _ sha256: Digest,
        to draft: String,
        _ known: inout KnownFrames,
        _ account: inout Account,
        _ progress: (UInt64) -> Void
    ) throws(DepotError) {
        var hasher = SHA256Hasher()
        var offset = try tree.length(of: draft) == nil ? 0 : try tree.hash(draft, into: &hasher)
        if offset > target.length {
            try tree.remove(draft)
            hasher = SHA256Hasher()
            offset = 0
        }
        let source = try client.file(of: target)
        let file = try tree.openForWriting(draft)
        var damaged: Digest?
        repeat {
            damaged = nil
            let parts = known.parts(of: sha256).filter { $0.range.lowerBound >= offset }
            var ahead = parts[...]
            let ranges = Self.gaps(between: parts, from: offset, to: target.length)

            func append(_ bytes: ArraySlice<UInt8>) throws(DepotError) {
                guard !isCancelled() else {
                    throw DepotError(.interrupted, subject: target.path, detail: "stopped")
                }
                try tree.reporting(draft) { _ throws(PlatformError) in
                    try file.write(bytes, at: offset)
                }
                hasher.update(bytes)
                offset += UInt64(bytes.count)
                progress(offset)
            }
            /// Writes the parts that stand before byte `end` and are here already.
            func appendKnown(before end: UInt64) throws(DepotError) {
                while let part = ahead.first, part.range.lowerBound < end {
                    guard let bytes = try read(part) else {
                        damaged = part.digest
                        throw DepotError(.io, subject: part.path, detail: "a frame is damaged")
                    }
                    ahead.removeFirst()
                    try append(bytes[...])
                    account.reused += UInt64(bytes.count)
                }
            }
            do throws(DepotError) {
                if !ranges.isEmpty {
                    try source.read(ranges) { (number, piece) throws(DepotError) in
                        try appendKnown(before: ranges[number].lowerBound)
                        try append(piece)
                        account.fetched += UInt64(piece.count)
                    }
                }
                try appendKnown(before: target.length)
            } catch {
                guard let digest = damaged else { throw error }
                known.forget(digest)
            }
        } while damaged != nil
        try tree.reporting(draft) { _ throws(PlatformError) in try file.sync() }
        try target.require(hasher.finalize(), sha256)
    }

    /// The bytes of a frame that is here already; nil where they are not what they were.
    private func read(_ part: KnownFrames.Part) throws(DepotError) -> [UInt8]? {
        let range = part.offset..<(part.offset + UInt64(part.range.count))
        let bytes: [UInt8]
        do {
            bytes = try DirectoryTransport(tree.directory).fetch(part.path, range: range)
        } catch {
            guard error.code == .lengthMismatch || error.code == .notFound else { throw error }
            return nil
        }
        return SHA256Hasher.digest(of: bytes) == part.digest ? bytes : nil
    }

    /// What no part covers, in order.
    private static func gaps(
        between parts: [KnownFrames.Part],
        from start: UInt64,
        to end: UInt64
    ) -> [Range<UInt64>] {
        var gaps: [Range<UInt64>] = []
        var next = start
        for range in parts.map(\.range) {
            if next < range.lowerBound { gaps.append(next..<range.lowerBound) }
            next = range.upperBound
        }
        if next < end { gaps.append(next..<end) }
        return gaps
    }
}
