public import Model
public import Platform
public import Primitives

/// The hash-chained record of what was done on a station, one line an action.
///
/// Each entry holds the digest of the one before it, so that an entry changed, removed or put in
/// between is found; a cut tail is found with a head printed earlier. Entries are added under a lock
/// with one write and one sync. A line a power cut left half written is moved to a file beside the
/// record, and an entry says so.
public struct Journal: Sendable {
    /// The record's name in the directory it is kept in.
    public static let fileName = "journal.jsonl"
    /// Longest line accepted, in bytes.
    static let lineLimit = 4 << 20
    /// Longest record read, in bytes.
    static let sizeLimit = 1 << 30

    private let directory: Directory
    private let file: RelativePath
    private let lock: RelativePath

    /// Opens the record kept in `directory`; the first entry creates it.
    public static func open(in directory: Directory) throws(JournalError) -> Journal {
        Journal(
            directory: directory,
            file: try path(fileName),
            lock: try path(fileName + ".lock")
        )
    }

    /// Adds an entry and gives it back; it is durable when this returns.
    ///
    /// - Throws: ``JournalError`` with `.chainBroken` when the last line does not hold: nothing is
    ///   added to a record that was changed by hand.
    @discardableResult
    public func append(
        _ action: JournalEntry.Action,
        subject: String,
        details: JSONValue,
        now: Instant
    ) throws(JournalError) -> JournalEntry {
        try onDisk { () throws(PlatformError) in
            try FileLock.acquire(in: directory, lock, kind: .flock, wait: 10)
        } then: { (_) throws(JournalError) in
            var end = try tail()
            if let torn = end.torn {
                end = try setAside(torn, end, now)
            }
            return try write(action, subject, details, now, after: end).entry
        }
    }

    /// Reads the whole record and says how far it holds.
    ///
    /// A record that does not hold `known`, a head printed earlier, was cut or replaced.
    public func verify(head known: Digest? = nil) throws(JournalError) -> JournalStatus {
        let bytes = try content()
        var reader = ChainReader(known: known)
        var start = bytes.startIndex
        while start < bytes.endIndex {
            guard let end = bytes[start...].firstIndex(of: Self.lineFeed) else {
                reader.fail("the line was not written to its end")
                break
            }
            guard reader.take(bytes[start..<end]) else { break }
            start = end + 1
        }
        return reader.status
    }

    /// The entries that hold, first to last.
    public func entries() throws(JournalError) -> [JournalEntry] {
        var reader = ChainReader(known: nil)
        var entries: [JournalEntry] = []
        for line in try content().split(separator: Self.lineFeed) {
            guard reader.take(line), let entry = reader.last else { break }
            entries.append(entry)
        }
        return entries
    }

    // MARK: Writing

    private static let lineFeed = UInt8(ascii: "\n")

    /// The end of the record: its last whole line, and what follows it.
    private struct Tail {
        var last: JournalLine?
        /// Where the next line begins.
        var offset: UInt64
        /// A line that was not written to its end.
        var torn: [UInt8]?
    }

    private func tail() throws(JournalError) -> Tail {
        guard let (size, bytes) = try lastBytes() else { return Tail(last: nil, offset: 0) }
        let whole = bytes.lastIndex(of: Self.lineFeed).map { $0 + 1 } ?? bytes.startIndex
        let torn = bytes[whole...]
        var tail = Tail(last: nil, offset: size - UInt64(torn.count))
        tail.torn = torn.isEmpty ? nil : [UInt8](torn)
        guard whole > bytes.startIndex else { return tail }
        let line = bytes[..<(whole - 1)]
        let start = line.lastIndex(of: Self.lineFeed).map { $0 + 1 } ?? line.startIndex
        do {
            tail.last = try JournalLine(parsing: line[start...])
        } catch {
            throw JournalError(
                .chainBroken,
                subject: Self.fileName,
                detail: "the last entry does not hold (\(error)); see socle journal verify"
            )
        }
        return tail
    }

    /// The size of the record and its last bytes, at least one whole line; nil when there is none.
    private func lastBytes() throws(JournalError) -> (size: UInt64, bytes: ArraySlice<UInt8>)? {
        try onDisk { () throws(PlatformError) in
            guard try directory.statusIfPresent(of: file) != nil else { return nil }
            let record = try directory.openFile(file)
            let size = try record.status().size
            var length = 64 << 10
            while true {
                var buffer = [UInt8](repeating: 0, count: Int(min(UInt64(length), size)))
                var filled = 0
                while filled < buffer.count {
                    var part = [UInt8](repeating: 0, count: buffer.count - filled)
                    let offset = size - UInt64(buffer.count - filled)
                    let count = try record.read(into: &part, at: offset)
                    guard count > 0 else { break }
                    buffer.replaceSubrange(filled..<(filled + count), with: part.prefix(count))
                    filled += count
                }
                let feeds = buffer.count { $0 == Self.lineFeed }
                if feeds >= 2 || UInt64(buffer.count) == size || length > Self.lineLimit * 2 {
                    return (size, buffer[...])
                }
                length *= 4
            }
        }
    }

    /// Moves a half-written line beside the record and writes an entry that says so.
    private func setAside(
        _ torn: [UInt8],
        _ end: Tail,
        _ now: Instant
    ) throws(JournalError) -> Tail {
        let sequence = (end.last?.entry.sequence ?? 0) + 1
        let name = "\(Self.fileName).torn-\(sequence)"
        let aside = try Self.path(name)
        try onDisk { () throws(PlatformError) in
            try directory.write(torn, atomicallyTo: aside, permissions: 0o600)
        }
        let details: JSONValue = ["bytes": .integer(Int64(torn.count)), "kept": .string(name)]
        let line = try write(.recovered, Self.fileName, details, now, after: end)
        return Tail(last: line, offset: end.offset + UInt64(line.bytes.count))
    }

    private func write(
        _ action: JournalEntry.Action,
        _ subject: String,
        _ details: JSONValue,
        _ now: Instant,
        after end: Tail
    ) throws(JournalError) -> JournalLine {
        let line: JournalLine
        do {
            line = try JournalLine(
                JournalEntry(
                    sequence: (end.last?.entry.sequence ?? 0) + 1,
                    previous: end.last?.digest ?? JournalLine.origin,
                    instant: now,
                    action: action,
                    subject: subject,
                    details: details
                )
            )
        } catch {
            throw JournalError(.detailsMalformed, subject: subject, detail: error.description)
        }
        try onDisk { () throws(PlatformError) in
            let isNew = try directory.statusIfPresent(of: file) == nil
            let record =
                isNew
                ? try directory.createFile(file, permissions: 0o600)
                : try directory.openFileForWriting(file)
            if try record.status().size > end.offset { try record.truncate(to: end.offset) }
            try record.write(line.bytes, at: end.offset)
            try record.sync()
            if isNew { try directory.sync() }
        }
        return line
    }

    // MARK: Reading

    private func content() throws(JournalError) -> [UInt8] {
        try onDisk { () throws(PlatformError) in
            try directory.readIfPresent(file, limit: Self.sizeLimit) ?? []
        }
    }

    private static func path(_ name: String) throws(JournalError) -> RelativePath {
        do {
            return try RelativePath(name)
        } catch {
            throw JournalError(.platform, subject: name, detail: error.description)
        }
    }

    private func onDisk<Result>(
        _ body: () throws(PlatformError) -> Result
    ) throws(JournalError) -> Result {
        do {
            return try body()
        } catch {
            throw JournalError(.platform, subject: Self.fileName, detail: error.description)
        }
    }

    private func onDisk<Held: ~Copyable, Result>(
        _ acquire: () throws(PlatformError) -> Held,
        then body: (borrowing Held) throws(JournalError) -> Result
    ) throws(JournalError) -> Result {
        let held: Held
        do {
            held = try acquire()
        } catch {
            throw JournalError(.platform, subject: Self.fileName, detail: error.description)
        }
        return try body(held)
    }
}
