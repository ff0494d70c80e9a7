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

    /// The finding as it was, but for its source and publisher, which the form leaves out.
    static func decode(_ node: JSONNode) throws(PrimitivesError) -> Finding {
        try node.allowMembers([
            "id", "code", "subject", "weight", "found", "expected", "component", "brought",
            "paths", "pathCount", "since", "command", "waiver", "state", "trialUntil", "evidence",
        ])
        var evidence: [Evidence] = []
        for node in try node.member("evidence").elements() {
            try node.allowMembers(["file", "field"])
            evidence.append(
                Evidence(
                    file: try node.member("file").string(),
                    field: try node.member("field").string()
                )
            )
        }
        var finding = Finding(
            try node.choice("code"),
            subject: try node.member("subject").string(),
            weight: try node.choice("weight"),
            found: try node.optionalText("found"),
            expected: try node.optionalText("expected"),
            component: try node.optionalText("component"),
            brought: try node.texts("brought"),
            paths: try node.paths("paths"),
            since: try node.optionalDay("since"),
            command: try node.optionalText("command"),
            evidence: evidence
        )
        guard try node.member("id").string() == finding.id else {
            throw try node.member("id").invalid("expected “\(finding.id)”")
        }
        finding.pathCount = max(try node.number("pathCount"), finding.paths.count)
        if let node = try node.member("waiver").present {
            try node.allowMembers(["id", "until"])
            finding.waiver = Finding.Waived(
                id: try node.member("id").string(),
                until: try node.member("until").parsed { text throws(PrimitivesError) in
                    try Day(text)
                }
            )
        }
        finding.state = try state(node)
        return finding
    }

    private static func state(_ node: JSONNode) throws(PrimitivesError) -> ItemState? {
        guard let word = try node.member("state").present else { return nil }
        var states: [ItemState] = [
            .validatedComplement, .declared, .unlisted, .compliant, .missing, .outdated, .altered,
            .notApplicable,
        ]
        if let day = try node.optionalDay("trialUntil") { states.append(.onTrial(until: day)) }
        let text = try word.string()
        guard let state = states.first(where: { $0.word == text }) else {
            throw word.invalid("expected one of \(states.map(\.word).joined(separator: ", "))")
        }
        return state
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

    static func decode(_ node: JSONNode) throws(PrimitivesError) -> SourceCoverage {
        try node.allowMembers(["source", "state", "detail"])
        return SourceCoverage(
            source: try node.choice("source"),
            state: try node.choice("state"),
            detail: try node.member("detail").string()
        )
    }
}
