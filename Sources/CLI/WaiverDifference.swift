import Depot
import Manifest
import Model
import Report

/// What a draft of `complements` changes, need by need, against what is published.
struct WaiverDifference {
    private let context: Context

    init(_ context: Context) {
        self.context = context
    }

    /// The changes in plain words; a target that is no extra need is refused.
    func text(
        _ writer: borrowing DepotWriter,
        _ draft: DepotDraft
    ) throws(Failure) -> String {
        var text = ""
        for change in draft.targets {
            let before = try waiver(writer, change.path, inDraft: false)
            let after = try waiver(writer, change.path, inDraft: true)
            text += WaiverReport.change(
                from: before,
                to: after,
                language: context.language,
                style: context.style
            )
        }
        return text
    }

    private func waiver(
        _ writer: borrowing DepotWriter,
        _ path: String,
        inDraft: Bool
    ) throws(Failure) -> Waiver? {
        let bytes: [UInt8]?
        do {
            bytes = try writer.bytes(of: path, inDraft: inDraft)
        } catch {
            throw error.failure
        }
        guard let bytes else { return nil }
        return try Failure.explaining("\(path) is no extra need and is not signed") {
            () throws(ManifestErrors) in try WaiverDocument.decode(bytes, named: path)
        }
    }
}
