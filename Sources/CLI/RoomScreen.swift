import Deployer
import Lab
import Platform
import Primitives
import Report

/// Shows how an order goes on: a live line a station on a terminal, plain lines elsewhere, and
/// JSON lines for programs.
final class RoomScreen: RoomObserver {
    private let order: RoomOrder
    private let isMachineRead: Bool
    private let context: Context
    private let rewrites: Bool
    private var records: [StationRecord]
    private var progress: [String: String] = [:]
    private var shown = 0.0
    private var linesOnScreen = 0

    init(_ order: RoomOrder, isMachineRead: Bool, _ context: Context) {
        self.order = order
        self.isMachineRead = isMachineRead
        self.context = context
        rewrites = StandardStream.error.isTerminal && !context.isQuiet
        records = order.targets.map { StationRecord(waiting: $0.name) }
    }

    func wave(_ number: Int, of count: Int, stations: [String]) {
        tell("vague", [JSONMember("numero", .integer(Int64(number)))])
        line(
            Phrase(
                fr: "vague \(number) sur \(count) : \(stations.joined(separator: ", "))",
                en: "wave \(number) of \(count): \(stations.joined(separator: ", "))"
            )(context.language)
        )
    }

    func station(_ record: StationRecord) {
        guard let index = records.firstIndex(where: { $0.name == record.name }) else { return }
        let isNews = records[index].state != record.state
        records[index] = record
        if record.state != .running { progress[record.name] = nil }
        if isNews {
            tell("poste", [JSONMember("poste", record.json)])
            if !rewrites, record.state != .running {
                line("\(record.name): \(RoomReport.state(record, order.kind, context.language))")
            }
        }
        draw(isNews: isNews)
    }

    func progress(_ station: String, _ event: JSONValue) {
        tell(
            "avancement",
            [JSONMember("nom", .string(station)), JSONMember("avancement", event)]
        )
        func number(_ name: String) -> Int64? {
            guard case .integer(let value) = event[name] else { return nil }
            return max(0, value)
        }
        guard case .string(let name) = event["phase"], let phase = RestorePhase(rawValue: name)
        else { return }
        let bytes = number("bytes") ?? 0
        let rate = number("bytesPerSecond") ?? 0
        let text = ProgressText(
            label: PhaseWatch.name(phase)(context.language),
            progress: RestoreProgress(
                files: Int(number("files") ?? 0),
                totalFiles: Int(number("totalFiles") ?? 0),
                bytes: UInt64(bytes),
                totalBytes: UInt64(number("totalBytes") ?? 0)
            ),
            seconds: rate > 0 ? Double(bytes) / Double(rate) : 0
        )
        progress[station] = text.line(context.language, columns: 78)
        draw(isNews: false)
    }

    /// Takes the live lines away.
    func finish() {
        clear()
    }

    private func tell(_ event: String, _ members: [JSONMember]) {
        guard isMachineRead else { return }
        let head = [
            JSONMember("format", 1), JSONMember("evenement", .string(event)),
            JSONMember("moment", .string(SystemClock.now().description)),
        ]
        // A reader that is gone is no reason to leave stations half-way.
        try? context.say(JSONWriter.compact(.object(head + members)) + "\n")
    }

    private func line(_ text: String) {
        clear()
        context.progress(Escaped.text(text))
        draw(isNews: true)
    }

    private func clear() {
        guard linesOnScreen > 0 else { return }
        // Up to the first of our lines, and away with all below.
        try? StandardStream.error.write("\u{1B}[\(linesOnScreen)A\r\u{1B}[J")
        linesOnScreen = 0
    }

    private func draw(isNews: Bool) {
        guard rewrites else { return }
        let now = MonotonicClock.now()
        guard isNews || now - shown > 0.1 else { return }
        shown = now
        let size = Terminal.size(StandardStream.error.rawValue) ?? (columns: 100, rows: 25)
        // On a small terminal, those at work come first.
        let order =
            records.filter { $0.state == .running } + records.filter { $0.state != .running }
        let lines = order.prefix(max(1, size.rows - 2)).sorted { $0.name < $1.name }.map { record in
            let detail =
                progress[record.name]
                ?? RoomReport.state(record, self.order.kind, context.language)
            return String(Escaped.text("\(record.name)  \(detail)").prefix(size.columns - 1))
        }
        clear()
        // What can not be shown is no reason to stop the work.
        try? StandardStream.error.write(lines.map { $0 + "\n" }.joined())
        linesOnScreen = lines.count
    }
}
