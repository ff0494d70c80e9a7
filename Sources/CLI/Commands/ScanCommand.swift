import Convention
import Model
import Primitives
import Report

/// `socle scan`: compares a station with the socle.
enum ScanCommand {
    static let spec = CommandSpec(
        "scan",
        arguments: "[FILE|DIR…]",
        count: 0...100_000,
        flags: [
            FlagTable.root, FlagTable.imports, FlagTable.depot, FlagTable.baseline, FlagTable.lock,
            FlagTable.trust, FlagTable.edition, FlagTable.acceptStale, FlagTable.deep,
            FlagTable.quick, FlagTable.explain, FlagTable.format, FlagTable.output,
            FlagTable.events, FlagTable.address, FlagTable.declarations, FlagTable.fault,
        ],
        fr: "compare un poste avec le socle : conforme, écarts ou indéterminé",
        en: "compare a station with the socle: compliant, deviations or undetermined"
    ) { (invocation, context) throws(Failure) in
        guard !invocation.has(FlagTable.imports) else {
            return try ImportedScan.run(invocation, context)
        }
        try ImportedDocuments.refuseArguments(of: "scan", invocation)
        let station = try Station(invocation)
        if !invocation.has(FlagTable.baseline) { try station.recoverIfNeeded(context) }
        let reference = try Reference.read(station, invocation, context)
        let examination = try Examination.examine(
            station,
            reference,
            isDeep: invocation.has(FlagTable.deep),
            context
        )
        let scan = examination.result
        var journal: JournalHead?
        var recordFailure: Failure?
        if reference.isSigned {
            do throws(Failure) {
                journal = try station.record(
                    .scanned,
                    scan.verdict.rawValue,
                    summary(scan),
                    context
                )
            } catch {
                // What was found is shown all the same, and that it was not recorded said after it.
                recordFailure = error
            }
        }
        let fault = FaultExamination(examination, station, invocation, context)
        if let id = invocation.value(FlagTable.explain) {
            try explain(id, scan, fault, invocation, context)
        } else {
            let decision = examination.decision(RestoreOrder(), context)
            try report(
                scan,
                decision: decision,
                journal: journal,
                fault: fault,
                invocation,
                context
            )
        }
        if let recordFailure { throw recordFailure }
        return exit(scan.verdict)
    }

    /// Writes a scan; one of many as JSON takes a line.
    static func report(
        _ scan: ScanResult,
        isOneOfMany: Bool = false,
        isFirst: Bool = true,
        decision: Decision,
        journal: JournalHead? = nil,
        fault: FaultExamination? = nil,
        _ invocation: Invocation,
        _ context: Context
    ) throws(Failure) {
        let text =
            switch invocation.value(FlagTable.format) {
            case "json":
                isOneOfMany
                    ? JSONWriter.compact(ScanDocument.json(scan, decision: decision)) + "\n"
                    : JSONWriter.pretty(
                        ScanDocument.json(
                            scan,
                            decision: decision,
                            suspects: fault?.suspects,
                            journal: journal
                        )
                    )
            case "html":
                StationPage.html(
                    scan,
                    decision: decision,
                    journal: journal,
                    language: context.language
                )
            case "csv":
                SeparatedValues.findings(scan, language: context.language, hasHead: isFirst)
            default:
                ScanReport.text(
                    scan,
                    decision: decision,
                    journal: journal,
                    language: context.language,
                    style: context.style
                ) + (fault?.text(context) ?? "")
            }
        try context.emit(text, invocation)
    }

    private static func explain(
        _ id: String,
        _ scan: ScanResult,
        _ fault: FaultExamination?,
        _ invocation: Invocation,
        _ context: Context
    ) throws(Failure) {
        guard let finding = scan.findings.first(where: { $0.id == id }) else {
            let near = Suggestion.nearest(to: id, among: scan.findings.map(\.id))
            throw .usage(
                "this scan has no finding “\(id)”",
                hint: near.map { "did you mean “\($0)”?" } ?? "socle scan lists the findings"
            )
        }
        try context.emit(
            ScanReport.explanation(
                of: finding,
                isSigned: scan.reference.isSigned,
                rule: finding.state?.rule.rawValue,
                language: context.language,
                style: context.style
            ) + (fault?.explanation(of: id, context) ?? ""),
            invocation
        )
    }

    private static func summary(_ scan: ScanResult) -> JSONValue {
        let ids = scan.findings.prefix(200).map { JSONValue.string($0.id) }
        return [
            "socle": .string(scan.reference.systemEdition),
            "annee": .string(scan.reference.schoolYear.description),
            "methode": .string(scan.method?.rawValue ?? ""),
            "ecarts": .array(Array(ids)),
        ]
    }

    static func exit(_ verdict: Verdict) -> ExitCode {
        switch verdict {
        case .compliant: .success
        case .deviations: .deviations
        case .undetermined: .undetermined
        }
    }
}
