import Primitives

/// What was done in a year, as the stations' records tell it, beside the tickets of the guichet
/// (convention, Article 6: reviews rest on the guichet's figures).
public struct YearReview: Sendable {
    /// The interventions of all records.
    public var interventions: [Intervention]
    /// The numbers of the guichet's tickets; nil where its list was not given.
    public var tickets: Set<String>?
    /// How many records were read.
    public var records: Int
    /// How many records do not hold, and count for nothing here.
    public var broken: Int

    /// A review of these interventions.
    public init(
        _ interventions: [Intervention],
        tickets: Set<String>? = nil,
        records: Int,
        broken: Int = 0
    ) {
        self.interventions = interventions.sorted { $0.ended < $1.ended }
        self.tickets = tickets
        self.records = records
        self.broken = broken
    }

    /// The tickets interventions name, each once.
    var named: Set<String> { Set(interventions.compactMap(\.ticket)) }

    /// What led to interventions, the most frequent first.
    var causes: [(id: String, count: Int)] {
        var counts: [String: Int] = [:]
        for cause in interventions.flatMap(\.causes) { counts[cause, default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { (id: $0.key, count: $0.value) }
    }

    /// Interventions in each month, without gaps, as `MM/YYYY`.
    var months: [(label: String, count: Int)] {
        func month(_ intervention: Intervention) -> Int {
            let day = intervention.ended.day
            return day.year * 12 + day.month - 1
        }
        let counts = interventions.reduce(into: [:]) { $0[month($1), default: 0] += 1 }
        guard let first = counts.keys.min(), let last = counts.keys.max() else { return [] }
        return (first...last).suffix(24).map { month in
            let number = month % 12 + 1
            return (
                label: "\(number < 10 ? "0" : "")\(number)/\(month / 12)", count: counts[month] ?? 0
            )
        }
    }
}
