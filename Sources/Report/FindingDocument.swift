public import Model
public import Primitives

/// The JSON form of a finding.
public enum FindingDocument {
    /// The finding as JSON; `id` is what `--explain` takes.
    public static func json(_ finding: Finding) -> JSONValue {
        .object([
            .text("id", finding.id),
            .text("code", finding.code.rawValue),
            .text("subject", finding.subject),
            .text("weight", finding.weight.rawValue),
            .text("found", finding.found),
            .text("expected", finding.expected),
            .text("component", finding.component),
            .texts("brought", finding.brought),
            JSONMember("paths", PathValue.list(finding.paths)),
            .count("pathCount", finding.pathCount),
            .text("since", finding.since?.description),
            .text("command", finding.command),
            JSONMember(
                "waiver",
                finding.waiver.map {
                    ["id": .string($0.id), "until": .string($0.until.description)]
                } ?? .null
            ),
            .text("state", finding.state?.word),
            .text("trialUntil", finding.state?.trialUntil?.description),
            JSONMember("evidence", .array(finding.evidence.map(EvidenceDocument.json))),
        ])
    }
}

/// The JSON form of where a fact was read.
enum EvidenceDocument {
    static func json(_ evidence: Evidence) -> JSONValue {
        ["file": .string(evidence.file), "field": .string(evidence.field)]
    }
}

/// The JSON form of what an inventory looked at.
enum CoverageDocument {
    static func json(_ coverage: SourceCoverage) -> JSONValue {
        .object([
            .text("source", coverage.source.rawValue), .text("state", coverage.state.rawValue),
            .text("detail", coverage.detail),
        ])
    }
}
