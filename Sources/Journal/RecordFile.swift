internal import Model
internal import Platform
internal import Primitives

/// The file of a record and its lock, in the directory both are kept in.
struct RecordFile {
    let directory: Directory
    let path: RelativePath
    private let lock: RelativePath

    /// The end of a record: its last whole line, and what follows it.
    struct End {
        var last: JournalLine?
        /// Where the next line begins.
        var offset: UInt64
        /// A line that was not written to its end.
        var torn: [UInt8]?
    }

    static let lineFeed = UInt8(ascii: "\n")

    init(in directory: Directory) throws(JournalError) {
        self.directory = directory
        path = try Self.path(Journal.fileName)
        lock = try Self.path(Journal.fileName + ".lock")
    }

    /// Runs `body` while nobody else writes to the record.
    func locked<Result>(
        _ body: () throws(JournalError) -> Result
    ) throws(JournalError) -> Result {
        let held: FileLock
        do {
            held = try FileLock.acquire(in: directory, lock, kind: .flock, wait: 10)
        } catch {
            throw Self.refused(error)
        }
        let result = try body()
        _ = consume held
        return result
    }

    /// The whole record; nothing where there is none.
    func content() throws(JournalError) -> [UInt8] {
        try onDisk { () throws(PlatformError) in
            try directory.readIfPresent(path, limit: Journal.sizeLimit) ?? []
        }
    }

    /// The end of the record.
    ///
    /// - Throws: ``JournalError`` with `.chainBroken` when the last whole line does not hold.
    func end() throws(JournalError) -> End {
        guard let (size, bytes) = try lastBytes() else { return End(last: nil, offset: 0) }
        let whole = bytes.lastIndex(of: Self.lineFeed).map { $0 + 1 } ?? bytes.startIndex
        let torn = bytes[whole...]
        var end = End(last: nil, offset: size - UInt64(torn.count))
        end.torn = torn.isEmpty ? nil : [UInt8](torn)
        guard whole > bytes.startIndex else { return end }
        let line = bytes[..<(whole - 1)]
        let start = line.lastIndex(of: Self.lineFeed).map { $0 + 1 } ?? line.startIndex
        do {
            end.last = try JournalLine(parsing: line[start...])
        } catch {
            throw JournalError(
                .chainBroken,
                subject: Journal.fileName,
                detail: "the last entry does not hold (\(error)); see socle journal verify"
            )
        }
        return end
    }

    /// Writes `line` at `offset`, the end of the record; what stood behind it is gone.
    func write(_ line: JournalLine, at offset: UInt64) throws(JournalError) {
        try onDisk { () throws(PlatformError) in
            let isNew = try directory.statusIfPresent(of: path) == nil
            let record =
                isNew
                ? try directory.createFile(path, permissions: 0o600)
                : try directory.openFileForWriting(path)
            if try record.status().size > offset { try record.truncate(to: offset) }
            try record.write(line.bytes, at: offset)
            try record.sync()
            if isNew { try directory.sync() }
        }
    }

    /// Replaces the whole record in one step.
    func replace(with bytes: [UInt8]) throws(JournalError) {
        try onDisk { () throws(PlatformError) in
            try directory.write(bytes, atomicallyTo: path, permissions: 0o600)
        }
    }

    /// Keeps a line that was not written to its end beside the record, and gives the file's name.
    func keepAside(_ torn: [UInt8], number: Int64) throws(JournalError) -> String {
        let name = Self.tornName(number)
        let aside = try Self.path(name)
        try onDisk { () throws(PlatformError) in
            try directory.write(torn, atomicallyTo: aside, permissions: 0o600)
        }
        return name
    }

    /// Removes the lines kept aside up to the entry of this number.
    func removeAside(through number: Int64) throws(JournalError) {
        try onDisk { () throws(PlatformError) in
            let prefix = Array(Self.tornName(nil).utf8)
            for entry in try directory.entries() where entry.name.starts(with: prefix) {
                let digits = String(decoding: entry.name.dropFirst(prefix.count), as: UTF8.self)
                guard let kept = Int64(digits), kept <= number else { continue }
                try directory.removeFile(RelativePath(uncheckedBytes: Array(entry.name)))
            }
        }
    }

    private static func tornName(_ number: Int64?) -> String {
        "\(Journal.fileName).torn-" + (number.map { String($0) } ?? "")
    }

    /// The size of the record and its last bytes, at least one whole line; nil when there is none.
    private func lastBytes() throws(JournalError) -> (size: UInt64, bytes: ArraySlice<UInt8>)? {
        try onDisk { () throws(PlatformError) in
            guard try directory.statusIfPresent(of: path) != nil else { return nil }
            let record = try directory.openFile(path)
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
                if feeds >= 2 || UInt64(buffer.count) == size || length > Journal.lineLimit * 2 {
                    return (size, buffer[...])
                }
                length *= 4
            }
        }
    }

    private static func path(_ name: String) throws(JournalError) -> RelativePath {
        do {
            return try RelativePath(name)
        } catch {
            throw JournalError(.platform, subject: name, detail: error.description)
        }
    }

    private static func refused(_ error: PlatformError) -> JournalError {
        JournalError(.platform, subject: Journal.fileName, detail: error.description)
    }

    private func onDisk<Result>(
        _ body: () throws(PlatformError) -> Result
    ) throws(JournalError) -> Result {
        do {
            return try body()
        } catch {
            throw Self.refused(error)
        }
    }
}
