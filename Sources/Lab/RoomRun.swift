public import Primitives

/// Listens to an order as it goes on.
public protocol RoomObserver {
    /// A wave begins.
    func wave(_ number: Int, of count: Int, stations: [String])
    /// A station's record changed.
    func station(_ record: StationRecord)
    /// A station told how far it is: a line of its own event file.
    func progress(_ station: String, _ progress: JSONValue)
}

/// Carries an order out: the canary, then the waves, until it is done or too much failed.
public struct RoomRun: Sendable {
    /// How an order ended.
    public enum Ending: Sendable, Equatable {
        /// Every station had its turn.
        case complete
        /// Too many stations failed; those whose turn had not come were left alone.
        case stopped
        /// The person asked to stop.
        case interrupted
    }

    private let folder: OrderFolder
    private let policy: LabPolicy
    private let playbooks: String

    /// Prepares to carry out an order.
    ///
    /// - Parameters:
    ///   - folder: the order.
    ///   - policy: what the operator may do.
    ///   - playbooks: the folder of our playbooks.
    public init(_ folder: OrderFolder, policy: LabPolicy, playbooks: String) {
        self.folder = folder
        self.policy = policy
        self.playbooks = playbooks
    }

    /// Does what is not done yet.
    ///
    /// A station's record is on disk before its turn begins and whenever it changes.
    public func carryOut(
        observer: some RoomObserver,
        isCancelled: @escaping () -> Bool
    ) throws(LabError) -> Ending {
        let records = try folder.stations()
        func targets(_ states: StationRecord.State...) -> [RoomOrder.Target] {
            let names = Set(records.filter { states.contains($0.state) }.map(\.name))
            return folder.order.targets.filter { names.contains($0.name) }
        }
        // Those that failed before come last: a station still off is no canary for the others.
        let left = targets(.waiting, .running) + targets(.failed)
        // Where one station went through, the order has had its canary.
        let needsCanary = folder.order.kind.changesStations && targets(.done).isEmpty
        let waves = needsCanary ? policy.waves(left) : inTurns(left)
        var failures = 0
        for (index, wave) in waves.enumerated() {
            observer.wave(index + 1, of: waves.count, stations: wave.map(\.name))
            let records = try carryOut(wave, observer, isCancelled)
            if isCancelled() { return .interrupted }
            let failed = records.count { $0.state == .failed }
            failures += failed
            let isLast = index == waves.count - 1
            guard folder.order.kind.changesStations, !isLast else { continue }
            let isCanaryLost = needsCanary && index == 0 && failed > 0
            if failures > policy.failures || isCanaryLost { return .stopped }
        }
        return .complete
    }

    /// Reading stations needs no canary.
    private func inTurns(_ targets: [RoomOrder.Target]) -> [[RoomOrder.Target]] {
        stride(from: 0, to: targets.count, by: policy.wave).map {
            Array(targets[$0..<min($0 + policy.wave, targets.count)])
        }
    }

    private func carryOut(
        _ wave: [RoomOrder.Target],
        _ observer: some RoomObserver,
        _ isCancelled: @escaping () -> Bool
    ) throws(LabError) -> [StationRecord] {
        var records: [String: StationRecord] = [:]
        for target in wave {
            let record = StationRecord(waiting: target.name)
            records[target.name] = record
            try folder.write(record)
        }
        let play = AnsiblePlay(
            order: folder.order,
            targets: wave,
            policy: policy,
            playbooks: playbooks,
            results: folder.resultsPath
        )
        var fault: LabError?
        let result = try play.run(isCancelled: isCancelled) { event in
            if case .progress(let progress) = event.event {
                observer.progress(event.station, progress)
                return true
            }
            guard var record = records[event.station] else { return true }
            let isKept = record.take(event, in: folder.order.kind)
            records[event.station] = record
            observer.station(record)
            guard isKept else { return true }
            do throws(LabError) {
                try folder.write(record)
                return true
            } catch {
                fault = error
                return false
            }
        }
        if let fault { throw fault }
        // A station whose play was cut off stays as it is: only its next turn tells how it ended.
        guard !isCancelled() else { return wave.compactMap { records[$0.name] } }
        guard result.isWhole || records.values.contains(where: { $0.state != .waiting }) else {
            throw LabError(.engine, subject: "ansible-playbook", detail: result.words)
        }
        return try wave.map { target throws(LabError) in
            var record = records[target.name] ?? StationRecord(waiting: target.name)
            record.close()
            records[target.name] = record
            try folder.write(record)
            observer.station(record)
            return record
        }
    }
}
