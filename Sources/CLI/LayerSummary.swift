import Model
import Packaging
import Primitives
import Report

/// What `socle package inspect` says of a layer.
struct LayerSummary {
    private let index: LayerIndex

    init(_ index: LayerIndex) {
        self.index = index
    }

    var json: JSONValue {
        let reference = index.reference
        let base: JSONValue = index.base.map { .string($0.index.hex) } ?? .null
        return [
            "format": 1,
            "kind": .string(reference.kind.rawValue),
            "name": .string(reference.name),
            "edition": .string(reference.edition),
            "index": .string(reference.index.hex),
            "base": base,
            "archive": [
                "length": .integer(Int64(clamping: index.archiveLength)),
                "sha256": .string(index.archiveDigest.hex),
            ],
            "entries": .integer(Int64(index.entries.count)),
            "removals": .array(index.removals.map { .string($0.description) }),
            "frames": .integer(Int64(index.frames.count)),
            "packages": .integer(Int64(index.lock.packages.count)),
        ]
    }

    func text(_ language: Language) -> String {
        let reference = index.reference
        let rows: [(Phrase, String)] = [
            (Phrase(fr: "couche", en: "layer"), "\(reference.kind.rawValue)/\(reference.name)"),
            (Phrase(fr: "édition", en: "edition"), reference.edition),
            (Phrase(fr: "index", en: "index"), reference.index.hex),
            (
                Phrase(fr: "construite sur", en: "built over"),
                index.base.map { "\($0.name) \($0.edition)" } ?? "—"
            ),
            (
                Phrase(fr: "archive", en: "archive"),
                "\(index.archiveLength) (\(index.archiveDigest))"
            ),
            (Phrase(fr: "entrées", en: "entries"), String(index.entries.count)),
            (Phrase(fr: "retraits", en: "removals"), String(index.removals.count)),
            (Phrase(fr: "trames", en: "frames"), String(index.frames.count)),
            (Phrase(fr: "paquets", en: "packages"), String(index.lock.packages.count)),
        ]
        return Self.table(rows, language)
    }

    /// Labels in one column, values in the next.
    static func table(_ rows: [(Phrase, String)], _ language: Language) -> String {
        rows.map { label, value in
            let name = label(language)
            return name + String(repeating: " ", count: max(1, 16 - name.count)) + value + "\n"
        }.joined()
    }
}
