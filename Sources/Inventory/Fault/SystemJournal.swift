internal import Model
internal import Platform
internal import Primitives

/// What the system's journal says failed: read by journalctl(1) of the machine that looks, from the
/// files of the station.
///
/// Only the fields that name a unit or a program are asked for: no message, no user, no host.
struct SystemJournal {
    let root: Directory
    let ownership: FileOwnership?

    static let folder = "var/log/journal"
    /// Days looked back.
    private static let days: Int64 = 60
    /// `SD_MESSAGE_UNIT_FAILURE_RESULT` and `SD_MESSAGE_COREDUMP` (systemd/sd-messages.h).
    private static let failure = "d9b373ed55a64feb8242e02dbe79a49c"
    private static let dump = "fc2e22bc6ee647b6b90729ab34a250b1"

    /// Adds what the journal says to `result`, or why it was not read.
    func read(into result: inout FaultTraces, now: Instant) {
        let station = StationFiles(root)
        guard station.kind(Self.folder) == .directory else {
            result.unread.append("\(Self.folder): absent")
            return
        }
        let output: ProcessResult
        do {
            output = try ChildProcess.run(
                [
                    "journalctl", "--directory=\(root.location)/\(Self.folder)", "--no-pager",
                    "--quiet", "--output=json",
                    "--output-fields=MESSAGE_ID,UNIT,COREDUMP_EXE,COREDUMP_COMM",
                    "--since=@\(now.secondsSince1970 - Self.days * 86_400)",
                    "--lines=20000", "MESSAGE_ID=\(Self.failure)", "MESSAGE_ID=\(Self.dump)",
                ],
                environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C"],
                timeout: 60
            )
            try output.requireSuccess("journalctl")
        } catch {
            result.unread.append("\(Self.folder): \(error)")
            return
        }
        var traces: [String: FaultTrace] = [:]
        for line in ByteText.lines(output.output[...]) {
            // A line that is cut or in another form names nothing.
            guard let record = try? JSONParser.parse(Array(line)) else { continue }
            add(record, station, &traces)
        }
        result.traces += traces.values.sorted {
            ($0.sort.rawValue, $0.name) < ($1.sort.rawValue, $1.name)
        }
    }

    private func add(
        _ record: JSONValue,
        _ station: StationFiles,
        _ traces: inout [String: FaultTrace]
    ) {
        func text(_ name: String) -> String? {
            guard case .string(let text)? = record[name] else { return nil }
            return text
        }
        let day = text("__REALTIME_TIMESTAMP").flatMap(Int64.init).map {
            Instant(secondsSince1970: $0 / 1_000_000).day
        }
        let sort: FaultTrace.Sort
        let name: String
        if text("MESSAGE_ID") == Self.failure {
            // Units of people's sessions are theirs, and no service of the station.
            guard let unit = text("UNIT"), unit.hasSuffix(".service"), !unit.hasPrefix("user@")
            else { return }
            (sort, name) = (.failedService, unit)
        } else {
            let program = text("COREDUMP_EXE").map { String($0.drop { $0 == "/" }) }
            let isPersonal = program.map { $0.hasPrefix("home/") || $0.hasPrefix("root/") } ?? false
            guard !isPersonal, let called = program ?? text("COREDUMP_COMM") else { return }
            (sort, name) = (.crash, called)
        }
        let key = "\(sort.rawValue) \(name)"
        if traces[key] == nil {
            let paths =
                sort == .failedService
                ? ServiceUnit(name, station).paths : CrashRecords.programs(called: name, station)
            traces[key] = FaultTrace(
                sort,
                name: name,
                paths: paths,
                owners: paths.compactMap { ownership?.owner(of: $0) },
                count: 0,
                evidence: Evidence(file: Self.folder, field: name)
            )
        }
        traces[key]?.happened(on: day)
    }
}
