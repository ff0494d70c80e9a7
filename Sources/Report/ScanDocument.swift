public import Model
public import Primitives

/// The JSON form of a scan: `Baselines/schema/scan.schema.json`.
public enum ScanDocument {
    /// The version of the form.
    public static let formatVersion: Int64 = 1

    /// The scan as JSON, with the convention's decision where one was taken, what may have to do with
    /// a fault where one was reported, and the end of the journal where one is kept.
    public static func json(
        _ scan: ScanResult,
        decision: Decision? = nil,
        suspects: [Suspect]? = nil,
        journal: JournalHead? = nil
    ) -> JSONValue {
        let reference = scan.reference
        return .object([
            .count("format", formatVersion),
            .text("document", "scan"),
            .text("verdict", scan.verdict.rawValue),
            .text("taken", scan.taken.description),
            JSONMember("station", StationDocument.json(scan.station)),
            JSONMember(
                "reference",
                .object([
                    JSONMember("signed", .bool(reference.isSigned)),
                    .text("systemEdition", reference.systemEdition),
                    .text("schoolYear", reference.schoolYear.description),
                    .count("revision", reference.revision),
                    JSONMember("layers", .array(reference.layers.map(LayerDocument.json))),
                ])
            ),
            .text("method", scan.method?.rawValue),
            .count("comparedPaths", scan.comparedPaths),
            .count("packageCount", scan.packageCount),
            JSONMember("findings", .array(scan.findings.map(FindingDocument.json))),
            JSONMember("suspects", suspects.map(SuspectReport.json) ?? .null),
            JSONMember("coverage", .array(scan.coverage.map(CoverageDocument.json))),
            JSONMember("decision", decision.map(DecisionDocument.json) ?? .null),
            JSONMember(
                "journal",
                journal.map {
                    .object([.text("head", $0.digest.hex), .count("length", $0.length)])
                } ?? .null
            ),
        ])
    }
}
