import Journal
import Model
import Platform
import Primitives
import Report

/// The interventions of the records in a folder, beside the tickets of the guichet.
struct RecordReview {
    /// What they come to; nil where no folder was named.
    let result: YearReview?

    init(_ invocation: Invocation, _ context: Context) throws(Failure) {
        guard let path = invocation.value(FlagTable.records) else {
            guard !invocation.has(FlagTable.tickets) else {
                throw .usage(
                    "--tickets is compared with the records",
                    hint: "name their folder with --records"
                )
            }
            result = nil
            return
        }
        let folder = try UserFile(path).folder()
        let names = try Failure.explaining("the folder \(path) can not be read") {
            () throws(PlatformError) in
            try folder.entries().filter { $0.kind == .regular }.map(\.name).sorted {
                $0.lexicographicallyPrecedes($1)
            }
        }
        var interventions: [Intervention] = []
        var broken = 0
        for name in names {
            let file = RelativePath(uncheckedBytes: name)
            do throws(Failure) {
                interventions += try Self.read(folder, file)
            } catch {
                broken += 1
                let causes = error.causes.joined(separator: ", ")
                context.progress("\(file): \(error.message): \(causes)")
            }
        }
        result = YearReview(
            interventions,
            tickets: try invocation.value(FlagTable.tickets).map { (path) throws(Failure) in
                try Self.tickets(path)
            },
            records: names.count - broken,
            broken: broken
        )
    }

    private static func read(
        _ folder: Directory,
        _ file: RelativePath
    ) throws(Failure) -> [Intervention] {
        let bytes = try Failure.explaining { () throws(PlatformError) in
            try folder.read(file, limit: 256 << 20)
        }
        let proof = try Failure.explaining("it proves nothing") { () throws(JournalError) in
            try JournalProof(checking: bytes)
        }
        if let fault = proof.status.firstFault {
            throw Failure(.undetermined, "the record does not hold", causes: [fault.description])
        }
        let station = StationIdentity(id: proof.station, name: "")
        let head = JournalHead(digest: proof.status.head, length: proof.status.length)
        var interventions: [Intervention] = []
        for entry in proof.entries where [.restored, .undone].contains(entry.action) {
            let recorded = try RecordedIntervention(
                proof.entries,
                head: head.digest,
                number: Int(entry.sequence)
            )
            interventions.append(
                try recorded.intervention(station, plan: nil, journal: head)
            )
        }
        return interventions
    }

    /// The first cell of each line that holds a digit: a line of headings has none.
    private static func tickets(_ path: String) throws(Failure) -> Set<String> {
        var tickets: Set<String> = []
        try UserFile(path).forEachLine { (line, _) throws(Failure) in
            let cell = line.prefix { !",;\t\r".utf8.contains($0) }
            let kept = cell.filter { $0 > 0x20 && $0 != UInt8(ascii: "\"") }
            let text = String(decoding: kept, as: UTF8.self)
            if text.utf8.contains(where: { (0x30...0x39).contains($0) }) { tickets.insert(text) }
        }
        return tickets
    }
}
