/// Which logs bring a hive left in the middle of a write to its last whole state, as Windows does
/// when it loads one.
///
/// Rules: "Windows registry file format specification", "Dirty state of a hive" and "Multiple
/// transaction log files".
struct HiveRecovery: Sendable {
    /// The hive's header after recovery.
    let rootCell: UInt32
    let minorVersion: UInt32
    /// Bytes of all bins after recovery.
    let binsSize: Int
    /// The logs to apply, in their order.
    let logs: [HiveLog]
    /// What became of the hive.
    let state: Hive.State

    /// Decides for a hive with `header`, whose first bin carries the time `binTime`.
    ///
    /// `refused` says why logs that exist cannot be used.
    static func plan(
        _ header: HiveHeader,
        binTime: UInt64,
        logs: [HiveLog],
        refused: [InventoryError]
    ) -> HiveRecovery {
        guard header.isDirty else { return HiveRecovery(header, [], .clean) }
        let newLogs = logs.filter(\.isNew)
        let chosen =
            newLogs.isEmpty
            ? oldLog(header, binTime: binTime, logs).map { [$0] } ?? []
            : chain(header, newLogs)
        if let last = chosen.last, let end = last.entries.last {
            return HiveRecovery(
                rootCell: last.header.rootCell,
                minorVersion: last.header.minorVersion,
                binsSize: end.binsSize,
                logs: chosen,
                state: .replayed(
                    logs: chosen.map(\.name),
                    entries: chosen.reduce(0) { $0 + $1.entries.count }
                )
            )
        }
        let reason =
            if !refused.isEmpty {
                refused.map(\.description).joined(separator: "; ")
            } else if logs.isEmpty {
                "it has no log"
            } else {
                "its logs are older than the hive"
            }
        return HiveRecovery(header, [], .dirty(reason))
    }

    private init(_ header: HiveHeader, _ logs: [HiveLog], _ state: Hive.State) {
        rootCell = header.rootCell
        minorVersion = header.minorVersion
        binsSize = header.binsSize
        self.logs = logs
        self.state = state
    }

    private init(
        rootCell: UInt32,
        minorVersion: UInt32,
        binsSize: Int,
        logs: [HiveLog],
        state: Hive.State
    ) {
        self.rootCell = rootCell
        self.minorVersion = minorVersion
        self.binsSize = binsSize
        self.logs = logs
        self.state = state
    }

    /// Of logs of pages, the latest that is not older than the hive; the first of two equal ones.
    private static func oldLog(
        _ header: HiveHeader,
        binTime: UInt64,
        _ logs: [HiveLog]
    ) -> HiveLog? {
        let time = header.isIntact ? header.written : binTime
        let usable = logs.filter { $0.header.written >= time }
        let latest = usable.map(\.header.written).max()
        return usable.first { $0.header.written == latest }
    }

    /// Of logs of entries, those to apply, in their order.
    ///
    /// The earlier one that the hive has not seen, then the other if it goes on where the first
    /// ends. A hive whose own header is damaged takes the later one alone.
    private static func chain(_ header: HiveHeader, _ logs: [HiveLog]) -> [HiveLog] {
        let ordered = logs.sorted {
            distance(from: $0.header.primarySequence, to: $1.header.primarySequence) > 0
        }
        guard header.isIntact else { return ordered.last.map { [$0] } ?? [] }
        var chain: [HiveLog] = []
        for log in ordered {
            if let last = chain.last?.entries.last {
                guard log.header.primarySequence == last.sequence &+ 1 else { break }
                chain.append(log)
            } else if distance(from: header.secondarySequence, to: log.header.primarySequence) >= 0
            {
                chain.append(log)
            }
        }
        return chain
    }

    /// How far one sequence number is after another; numbers wrap.
    private static func distance(from left: UInt32, to right: UInt32) -> Int32 {
        Int32(bitPattern: right &- left)
    }

    /// Writes what the logs hold into `bytes`, which already has its final length.
    func apply(to bytes: inout [UInt8]) {
        for log in logs {
            for entry in log.entries {
                for write in entry.writes {
                    let target = HiveHeader.length + write.target
                    guard target + write.source.count <= bytes.count else { continue }
                    bytes.replaceSubrange(
                        target..<target + write.source.count,
                        with: log.bytes[write.source]
                    )
                }
            }
        }
    }
}
