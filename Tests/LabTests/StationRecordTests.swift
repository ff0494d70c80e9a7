import Testing

@testable import Lab

@Suite struct StationRecordTests {
    @Test(
        "why a station failed is told by the phase, the status and the words of its failure",
        arguments: [
            ("attente", "failed", "75", "non-zero return code", StationRecord.Fault.timeout),
            ("attente", "failed", "1", "flock: failed to open lock file", .other),
            ("restauration", "failed", "null", "not within the expected time frame", .timeout),
            ("restauration", "failed", "75", "", .other),
            ("restauration", "failed", "3", "", .undetermined),
            ("restauration", "failed", "4", "", .rolledBack),
            ("restauration", "failed", "5", "", .recovery),
            ("restauration", "failed", "6", "", .refused),
            ("identite", "failed", "1", "", .identity),
            ("plan", "unreachable", "null", "Connection refused", .unreachable),
            ("plan", "unreachable", "null", "Host key verification failed.", .hostKey),
        ]
    )
    func tellsAFault(
        phase: String,
        result: String,
        exit: String,
        detail: String,
        fault: StationRecord.Fault
    ) throws {
        let line = """
            {"format": 1, "event": "end", "station": "PC1", "phase": "\(phase)",
             "result": "\(result)", "exit": \(exit), "detail": "\(detail)"}
            """
        var record = StationRecord(waiting: "PC1")
        #expect(record.take(try AnsibleEvent.decode([UInt8](line.utf8)), in: .restore))
        #expect(record.state == .failed)
        #expect(record.fault == fault)
    }
}
