import Depot
import Manifest
import Model
import Platform
import Primitives
import Report
import Trust

/// A whole depot read as a station reads it, and the days its documents have left.
struct DepotCheck {
    /// Days before an expiry from which it is warned of.
    static let warning = 60

    let survey: DepotSurvey
    private let now: Instant

    /// The documents that expire within the days of ``warning``.
    var expiring: [DepotSurvey.Document] {
        survey.documents.filter { daysLeft($0) <= Self.warning }
    }

    /// Reads the depot at `place`: every root from the first, every document, every byte of every
    /// target; layers go with their archives, and editions do not contradict each other.
    ///
    /// - Throws: ``Failure`` that could not judge, for the first thing a station would refuse.
    static func run(
        _ place: String,
        anchor: String?,
        _ context: Context
    ) throws(Failure) -> DepotCheck {
        let transport = try DepotPlace(place).transport()
        if let anchor {
            let root = try UserFile(anchor).read(limit: Station.rootLimit)
            try Failure.explaining("the depot does not descend from the trusted root") {
                () throws(DepotError) in
                try transport.requireDescent(from: root)
            }
        }
        var session = try DepotSession(keeperOf: transport, now: context.now)
        let survey = try session.survey()
        for target in survey.targets { try session.verify(target) }
        let systems = try session.systems()
        let applications = try session.applications()
        _ = try session.waivers()
        try Failure.explaining { () throws(ManifestErrors) in
            try Editions.validate(systems, applications)
        }
        for layer in systems.compactMap(\.layer) + applications.compactMap(\.layer) {
            _ = try session.layer(layer)
        }
        return DepotCheck(survey: survey, now: context.now)
    }

    /// The whole answer.
    func text(isJSON: Bool, _ context: Context) -> String {
        isJSON ? JSONWriter.pretty(json) : plain(context)
    }

    /// Days from date to date, as people count them: the hour a document was signed at is no matter.
    private func daysLeft(_ document: DepotSurvey.Document) -> Int {
        document.expires.day.daysSince1970 - now.day.daysSince1970
    }

    private var json: JSONValue {
        [
            "format": 1,
            "targets": .integer(Int64(survey.targets.count)),
            "documents": .array(
                survey.documents.map { document in
                    [
                        "role": .string(document.role),
                        "version": .integer(document.version),
                        "expires": .string(document.expires.description),
                        "daysLeft": .integer(Int64(daysLeft(document))),
                        "expiresSoon": .bool(expiring.contains(document)),
                    ]
                }
            ),
        ]
    }

    private func plain(_ context: Context) -> String {
        let words = context.language.wording
        func say(_ french: String, _ english: String) -> String {
            context.text(Phrase(fr: french, en: english))
        }
        let bytes = words.size(survey.targets.reduce(0) { $0 + $1.length })
        var text = say(
            "dépôt valable : \(survey.targets.count) fichier(s) relu(s), \(bytes)\n",
            "valid depot: \(survey.targets.count) file(s) read, \(bytes)\n"
        )
        for document in survey.documents {
            let name = document.role.padded(to: 12)
            let version = "\(document.version)".padded(to: 4)
            let date = words.date(document.expires.day)
            let line = say(
                "  \(name) version \(version) expire le \(date), dans \(daysLeft(document)) jours",
                "  \(name) version \(version) expires on \(date), in \(daysLeft(document)) days"
            )
            let isSoon = expiring.contains(document)
            text += (isSoon ? context.style.paint(line, .warning) : line) + "\n"
        }
        guard !expiring.isEmpty else { return text }
        let names = expiring.map(\.role).joined(separator: ", ")
        return text
            + say(
                "à signer à nouveau avant \(Self.warning) jours : \(names)\n",
                "to sign again within \(Self.warning) days: \(names)\n"
            )
    }
}

extension String {
    /// The text with spaces after it, at least `width` long.
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
