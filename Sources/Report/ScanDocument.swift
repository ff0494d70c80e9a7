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

    /// A scan's file, read back.
    public struct Kept: Sendable {
        /// What was found.
        public let scan: ScanResult
        /// The convention's decision; nil where none was taken.
        public let decision: Decision?
        /// The end of the station's journal at that moment; nil where none was kept.
        public let journal: JournalHead?
    }

    /// Reads a scan's file back, strictly; suspects are left aside.
    ///
    /// - Throws: ``ReportError`` naming the place that is no JSON, or not as
    ///   ``json(_:decision:suspects:journal:)`` writes it.
    public static func decode(_ bytes: [UInt8]) throws(ReportError) -> Kept {
        try ReportError.reading(
            ReportError.parsing(bytes),
            as: "scan",
            version: formatVersion,
            of: kept
        )
    }

    private static func kept(_ node: JSONNode) throws(PrimitivesError) -> Kept {
        try node.allowMembers([
            "format", "document", "verdict", "taken", "station", "reference", "method",
            "comparedPaths", "packageCount", "findings", "suspects", "coverage", "decision",
            "journal",
        ])
        var findings: [Finding] = []
        for node in try node.member("findings").elements() {
            findings.append(try FindingDocument.decode(node))
        }
        var coverage: [SourceCoverage] = []
        for node in try node.member("coverage").elements() {
            coverage.append(try CoverageDocument.decode(node))
        }
        let scan = ScanResult(
            station: try StationDocument.decode(node.member("station")),
            taken: try node.member("taken").parsed { text throws(PrimitivesError) in
                try Instant(text)
            },
            reference: try reference(node.member("reference")),
            verdict: try node.choice("verdict"),
            findings: findings,
            coverage: coverage,
            method: try node.member("method").present == nil ? nil : try node.choice("method"),
            comparedPaths: try node.number("comparedPaths"),
            packageCount: try node.number("packageCount")
        )
        var decision: Decision?
        if let node = try node.member("decision").present {
            decision = try DecisionDocument.decode(node)
        }
        var journal: JournalHead?
        if let node = try node.member("journal").present { journal = try head(node) }
        return Kept(scan: scan, decision: decision, journal: journal)
    }

    private static func reference(_ node: JSONNode) throws(PrimitivesError) -> ScanReference {
        try node.allowMembers(["signed", "systemEdition", "schoolYear", "revision", "layers"])
        var layers: [LayerReference] = []
        for node in try node.member("layers").elements() {
            layers.append(try LayerDocument.decode(node))
        }
        return ScanReference(
            isSigned: try node.member("signed").bool(),
            systemEdition: try node.member("systemEdition").string(),
            schoolYear: try node.member("schoolYear").parsed { text throws(PrimitivesError) in
                try SchoolYear(text)
            },
            revision: try node.number("revision"),
            layers: layers
        )
    }

    private static func head(_ node: JSONNode) throws(PrimitivesError) -> JournalHead {
        try node.allowMembers(["head", "length"])
        return JournalHead(
            digest: try node.digest("head"),
            length: try node.member("length").integer()
        )
    }
}
