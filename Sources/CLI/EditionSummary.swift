import Packaging
import Primitives
import Report

/// What `socle package inspect --since` says: what one edition costs a station that has another.
struct EditionSummary {
    private let delta: LayerDelta

    init(from old: LayerFiles, to new: LayerFiles) throws(Failure) {
        let before = try old.indexBytes()
        let after = try new.indexBytes()
        delta = try Failure.explaining("\(new.stem) and \(old.stem) do not compare") {
            () throws(PackagingError) in try LayerDelta(from: before, to: after)
        }
    }

    var json: JSONValue {
        [
            "format": 1,
            "indexBytes": .integer(Int64(clamping: delta.indexBytes)),
            "frameBytes": .integer(Int64(clamping: delta.frameBytes)),
            "frames": .integer(Int64(delta.frameCount)),
            "changedBytes": .integer(Int64(clamping: delta.changedBytes)),
            "changedFiles": .array(delta.changedFiles.map { .string($0.description) }),
        ]
    }

    func text(_ language: Language) -> String {
        let rows: [(Phrase, String)] = [
            (Phrase(fr: "fichiers", en: "files"), "\(delta.changedFiles.count)"),
            (Phrase(fr: "contenu", en: "content"), "\(delta.changedBytes)"),
            (Phrase(fr: "index", en: "index"), "\(delta.indexBytes)"),
            (Phrase(fr: "trames", en: "frames"), "\(delta.frameBytes) (\(delta.frameCount))"),
        ]
        return LayerSummary.table(rows, language)
    }
}
