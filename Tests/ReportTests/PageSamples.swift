import Model
import Primitives
import Report

/// Every sort of page, filled as a school would see it.
enum PageSamples {
    static let names = [
        "station", "compliant station", "losses", "nothing lost", "intervention", "declaration",
        "register", "room", "school", "year",
    ]

    static func page(_ name: String, _ language: Language) throws -> String {
        let journal = JournalHead(digest: try Samples.digest(4), length: 12)
        switch name {
        case "station":
            return StationPage.html(
                try Samples.scan(
                    findings: findings(),
                    coverage: [
                        SourceCoverage(source: .flatpak, state: .unreadable, detail: "line 3")
                    ]
                ),
                decision: try Samples.decision(),
                plan: try Samples.plan(),
                journal: journal,
                language: language
            )
        case "losses":
            return LossSheet.html(try Samples.plan(), journal: journal, language: language)
        case "nothing lost":
            var plan = try Samples.plan()
            plan.losses = PlanLosses()
            plan.toReinstall = []
            plan.decision = nil
            return LossSheet.html(plan, language: language)
        case "intervention":
            return InterventionPage.html(
                try intervention("2026-1147", plan: try Samples.plan()),
                language: language
            )
        case "room":
            return FleetPage.room(try lines(keeping: "S121"), language: language)
        case "school":
            return FleetPage.school(try lines(), school: "0829001N", language: language)
        case "year":
            return FleetPage.year(
                [try lines(), try lines()],
                review: try review(),
                language: language
            )
        case "declaration": return DeclarationForm.html(language: language)
        case "register": return RegisterSheet.html(language: language)
        default:
            return StationPage.html(
                try Samples.scan(.compliant, findings: [], isSigned: true),
                decision: Decision(
                    kind: .nothingToDo,
                    rules: [],
                    grounds: [],
                    order: RestoreOrder()
                ),
                journal: journal,
                language: language
            )
        }
    }

    /// Three interventions of which one answers a ticket of the guichet.
    static func review() throws -> YearReview {
        YearReview(
            [
                try intervention("2026-1147"), try intervention(nil, ended: "2026-05-04T10:00:00Z"),
                try intervention("2026-9999", ended: "2026-05-12T10:00:00Z"),
            ],
            tickets: ["2026-1147", "2026-1200"],
            records: 3,
            broken: 1
        )
    }

    private static func intervention(
        _ ticket: String?,
        ended: String = "2026-03-12T10:00:00Z",
        plan: Plan? = nil
    ) throws -> Intervention {
        Intervention(
            station: try Samples.station(),
            ended: try Instant(ended),
            ticket: ticket,
            result: .restored,
            isProven: true,
            layers: ["systeme 2026.1", "applicatif 2026-2027"],
            written: 2816,
            removed: 240,
            steps: [RestoreOutcome.Step(id: "antivirus", succeeded: false)],
            plan: plan,
            causes: ["hors-socle/minetest"],
            journal: JournalHead(digest: try Samples.digest(4), length: 12)
        )
    }

    /// Two schools, as a scan of their inventories tells them.
    static func lines(keeping room: String? = nil) throws -> FleetLines {
        var lines = FleetLines(keeping: room)
        var text: [String] = []
        for number in 1...12 {
            let verdict = ["conforme", "ecarts", "indetermine"][number % 3]
            let findings = verdict == "ecarts" ? #""hors-socle/minetest","manquant/tuxmath""# : ""
            text.append(
                #"{"document":"poste","station":{"id":"\#(number)","name":"s121-pc\#(number)","#
                    + #""school":"0829001N","room":"S121","zone":"pedagogique"},"#
                    + #""verdict":"\#(verdict)","taken":"2026-11-20T08:00:00Z","#
                    + #""findings":[\#(findings)],"undetermined":[]}"#
            )
        }
        let counts =
            #""postes":12,"conformes":4,"ecarts":4,"indetermines":4,"#
            + #""constats":[{"id":"hors-socle/minetest","postes":4},"#
            + #"{"id":"manquant/tuxmath","postes":2}],"autres-constats":0}"#
        for place in [
            #""niveau":"salle","etablissement":"0829001N","salle":"S121","#,
            #""niveau":"etablissement","etablissement":"0829001N","salle":null,"#,
            #""niveau":"departement","etablissement":null,"salle":null,"#,
        ] {
            text.append(#"{"document":"bilan",\#(place)"# + counts)
        }
        for line in text { try lines.take(Array(line.utf8)[...]) }
        return lines
    }

    private static func findings() throws -> [Finding] {
        let path = String(repeating: "nom-tres-long-sans-espace-", count: 8)
        return [
            try Samples.minetest(),
            Finding(
                .altered,
                subject: "base-files",
                found: "12.4",
                paths: [try RelativePath("usr/share/\(path)")],
                evidence: [Evidence(file: "var/lib/dpkg/info/base-files.md5sums", field: "line 4")]
            ),
            Finding(.settings, subject: path, weight: .information, evidence: []),
            Finding(
                .undetermined,
                subject: "flatpak",
                weight: .undetermined,
                found: SourceCoverage.State.unreadable.rawValue,
                evidence: []
            ),
        ]
    }
}
