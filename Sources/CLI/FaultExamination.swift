import Diff
import Inventory
import Model
import Primitives
import Report

/// What outside the socles may have to do with the fault `--fault` reports.
struct FaultExamination {
    let suspects: [Suspect]
    private let unread: [String]

    /// Looks for what went wrong on the station, and ranks what was found outside the socles.
    ///
    /// - Returns: nil where no fault is reported.
    init?(
        _ examination: Examination,
        _ station: Station,
        _ invocation: Invocation,
        _ context: Context
    ) {
        guard let words = invocation.value(FlagTable.fault) else { return nil }
        let traces = FaultReader.read(
            root: station.root,
            ownership: examination.fileOwnership,
            now: context.now
        )
        unread = traces.unread
        suspects = FaultRanking.rank(
            examination.result.findings,
            traces: traces.traces,
            inventory: examination.inventory,
            words: words,
            day: context.now.day
        )
    }

    /// The page for people.
    func text(_ context: Context) -> String {
        SuspectReport.text(
            suspects,
            unread: unread,
            language: context.language,
            style: context.style
        )
    }

    /// The links of one finding; nothing where it has none.
    func explanation(of finding: String, _ context: Context) -> String {
        suspects.first { $0.finding == finding }.map {
            SuspectReport.explanation(of: $0, language: context.language, style: context.style)
        } ?? ""
    }
}
