internal import Synchronization

/// A Windows registry hive in memory, brought to its last whole state by its logs.
///
/// Nothing in a hive is trusted: every place is checked before it is read, and all reading together
/// is bounded, so that a hive made to mislead ends in an error and never in a loop.
///
/// Format: regf ("Windows registry file format specification"), versions 1.3 to 1.6.
package final class Hive: Sendable {
    /// Whether the hive was whole, and what was done about it.
    package enum State: Sendable, Equatable {
        /// It was written to the end.
        case clean
        /// It was left in the middle of a write; these logs, by name, brought that many writes.
        case replayed(logs: [String], entries: Int)
        /// It was left in the middle of a write and no log mends it; why.
        case dirty(String)
    }

    /// The file, for messages.
    package let file: String
    /// Whether the hive was whole.
    package let state: State
    let bytes: [UInt8]
    /// Where the bins end in ``bytes``.
    let end: Int
    let minorVersion: UInt32
    private let rootCell: UInt32
    /// Records looked at so far.
    private let work = Atomic<Int>(0)

    private init(_ bytes: [UInt8], file: String, _ recovery: HiveRecovery) {
        self.bytes = bytes
        self.file = file
        state = recovery.state
        end = HiveHeader.length + recovery.binsSize
        minorVersion = recovery.minorVersion
        rootCell = recovery.rootCell
    }

    /// Takes a hive and its logs as they are on the disk.
    ///
    /// A log that cannot be used is no error by itself: where the hive needed it, ``state`` says so.
    ///
    /// - Throws: ``InventoryError`` naming the place, when the header or a bin is not what the
    ///   format says, or the file ends before its last bin.
    package static func open(
        _ bytes: consuming [UInt8],
        logs: [(name: String, bytes: [UInt8])] = [],
        file: String
    ) throws(InventoryError) -> Hive {
        let recovery = try recovery(of: bytes, logs: logs, file: file)
        return try open(bytes, recovery, file: file)
    }

    /// What the start of a hive (its header and first bin's header) and its logs come to.
    static func recovery(
        of start: [UInt8],
        logs: [(name: String, bytes: [UInt8])],
        file: String
    ) throws(InventoryError) -> HiveRecovery {
        let header = try HiveHeader.read(start, file: file)
        guard header.fileType == 0 || !header.isIntact else {
            throw .malformed(file, offset: 28, "the file is a log, not a hive")
        }
        var usable: [HiveLog] = []
        var refused: [InventoryError] = []
        // The logs of a whole hive hold what it already has.
        for log in logs where header.isDirty && !log.bytes.isEmpty {
            do throws(InventoryError) {
                usable.append(try HiveLog.read(log.bytes, name: log.name, file: log.name))
            } catch {
                refused.append(error)
            }
        }
        let recovery = HiveRecovery.plan(
            header,
            binTime: LittleEndian.uint64(start, HiveHeader.length + 20) ?? 0,
            logs: usable,
            refused: refused
        )
        if !header.isIntact, case .dirty(let reason) = recovery.state {
            throw .malformed(
                file,
                offset: 508,
                "the sum or the version of the base block is not right, and no log mends it: "
                    + reason
            )
        }
        return recovery
    }

    /// Applies `recovery` to the content of a hive.
    static func open(
        _ bytes: consuming [UInt8],
        _ recovery: HiveRecovery,
        file: String
    ) throws(InventoryError) -> Hive {
        let end = HiveHeader.length + recovery.binsSize
        guard end <= ReadingLimits.hive else {
            throw InventoryError(
                .tooLarge,
                subject: file,
                operation: "read",
                detail: "\(end) bytes where at most \(ReadingLimits.hive) are accepted"
            )
        }
        if !recovery.logs.isEmpty, bytes.count < end {
            bytes.append(contentsOf: repeatElement(0, count: end - bytes.count))
        }
        recovery.apply(to: &bytes)
        guard bytes.count >= end else {
            throw .malformed(
                file,
                offset: bytes.count,
                "the file ends before its last bin, which ends at 0x\(String(end, radix: 16))"
            )
        }
        let hive = Hive(bytes, file: file, recovery)
        try hive.checkBins()
        return hive
    }

    /// The root of the hive.
    package func root() throws(InventoryError) -> HiveKey {
        try HiveKey(self, at: rootCell)
    }

    /// The key at `path`, names separated by `\`, in any case; nil where there is none.
    package func key(_ path: String) throws(InventoryError) -> HiveKey? {
        var key = try root()
        for name in path.split(separator: "\\") {
            guard let next = try key.subkey(String(name)) else { return nil }
            key = next
        }
        return key
    }

    // MARK: Places

    /// Where the content of the allocated cell at `offset` from the start of the bins is.
    func cell(_ offset: UInt32) throws(InventoryError) -> Range<Int> {
        try spend(1)
        let start = HiveHeader.length + Int(offset)
        guard offset != .max, offset.isMultiple(of: 8), start + 8 <= end,
            let raw = LittleEndian.uint32(bytes, start)
        else { throw malformed(start, "a cell is said to be here") }
        let size = -Int(Int32(bitPattern: raw))
        guard size >= 8, size <= end - start else {
            throw malformed(start, "a used cell is said to be here; its size is \(size)")
        }
        return start + 4..<start + size
    }

    /// An error at an offset in the file.
    func malformed(_ offset: Int, _ detail: String) -> InventoryError {
        .malformed(file, offset: offset, detail)
    }

    /// Counts records looked at; a hive that makes a reader look at too many is refused.
    func spend(_ count: Int) throws(InventoryError) {
        let (_, spent) = work.wrappingAdd(count, ordering: .relaxed)
        guard spent <= ReadingLimits.hiveRecords else {
            throw InventoryError(
                .tooLarge,
                subject: file,
                operation: "read",
                detail: "more than \(ReadingLimits.hiveRecords) records to look at"
            )
        }
    }

    /// Follows the bins from the first to the last.
    private func checkBins() throws(InventoryError) {
        var offset = HiveHeader.length
        while offset < end {
            guard LittleEndian.matches(bytes, offset, "hbin") else {
                throw malformed(offset, "expected the signature “hbin”")
            }
            let place = LittleEndian.uint32(bytes, offset + 4).map(Int.init)
            guard place == offset - HiveHeader.length else {
                throw malformed(offset + 4, "the bin does not say that it is here")
            }
            let size = LittleEndian.uint32(bytes, offset + 8).map(Int.init) ?? 0
            guard size >= HiveHeader.binUnit, size.isMultiple(of: HiveHeader.binUnit),
                size <= end - offset
            else { throw malformed(offset + 8, "a bin of \(size) bytes does not fit") }
            offset += size
        }
    }
}
