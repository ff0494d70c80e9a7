import Lab
import Model
import Platform
import Primitives
import Report

/// Gives one order to a room and follows it to its end.
struct LabOrder {
    let session: LabSession
    let invocation: Invocation
    let context: Context

    /// Checks the order's scope, writes it down, and carries it out.
    ///
    /// Everything that can refuse it does so before a station is contacted.
    func give(_ order: RoomOrder) throws(Failure) -> OrderFolder {
        try check(order)
        let state = session.state
        return try Failure.explaining { () throws(LabError) in
            try OrderFolder.create(order, in: state)
        }
    }

    /// Refuses what goes beyond the operator's policy, or comes at a reserved hour.
    func check(_ order: RoomOrder) throws(Failure) {
        let hours = try session.reservedHours()
        let (policy, now) = (session.policy, context.now)
        try Failure.explaining { () throws(LabError) in
            try order.check(policy, hours: hours, now: now)
        }
    }

    /// Does what is not done yet of an order, and shows it.
    func carryOut(_ folder: OrderFolder) throws(Failure) -> RoomRun.Ending {
        try Failure.explaining { () throws(PlatformError) in try Interruption.install() }
        let run = RoomRun(folder, policy: session.policy, playbooks: session.playbooks)
        let screen = RoomScreen(
            folder.order,
            isMachineRead: invocation.value(FlagTable.format) == "ndjson",
            context
        )
        defer { screen.finish() }
        return try Failure.explaining { () throws(LabError) in
            try run.carryOut(observer: screen, isCancelled: { Interruption.isRequested })
        }
    }

    /// Writes the final list, and gives the status to exit with.
    func conclude(
        _ folder: OrderFolder,
        _ ending: RoomRun.Ending,
        _ records: [StationRecord],
        approval: Digest? = nil
    ) throws(Failure) -> ExitCode {
        let report = RoomReport(
            order: folder.order,
            records: records,
            language: context.language,
            style: context.style
        )
        switch invocation.value(FlagTable.format) {
        case "json", "ndjson":
            try context.emit(report.json(folder.name, ending, approval: approval), invocation)
        default: try context.emit(report.text(ending, approval: approval), invocation)
        }
        if ending == .interrupted { return .interrupted }
        let failed = records.filter { $0.state != .done }
        guard failed.isEmpty else { return .undetermined }
        return records.contains { $0.exit == 1 } ? .deviations : .success
    }
}

extension LabError: Explained {
    var failure: Failure {
        let (exit, hint): (ExitCode, String?) =
            switch code {
            case .administrativeZone: (.refused, "take that room out of the document")
            case .foreignSchool: (.refused, "the policy lists the operator’s schools")
            case .capExceeded: (.refused, "--station NAME gives the order to fewer stations")
            case .reservedHours: (.refused, "give the order outside class and exam hours")
            case .notApproved: (.refused, "socle lab plan shows the id that approves it")
            case .noOrder: (.refused, nil)
            case .busy: (.refused, "wait for it to end; socle lab status follows it")
            case .unknownRoom, .unknownStation: (.refused, nil)
            case .engine: (.undetermined, "Debian’s package ansible-core must be installed")
            case .malformed, .duplicateStation, .platform: (.undetermined, nil)
            }
        return Failure(exit, description, hints: hint.map { [$0] } ?? [])
    }
}
