internal import Model
internal import Primitives

/// One imported inventory in the making.
struct ImportDraft {
    let file: String
    var format: ImportFormat
    var system: Inventory.System?
    var station: String?
    var identifier: String?
    var hardware = HardwareFacts()
    /// When the document says it was made.
    var made: Instant?
    var records: [SoftwareRecord] = []
    /// Items of formats that name their own source.
    var items: [InventoryItem] = []
    /// Sources the document lists whole, with what of it.
    var read: [InventorySource: String] = [:]
    /// Sources the document lists in part, with what is lacking.
    var partial: [InventorySource: String] = [:]
    /// Sources of which so much may be lacking that what is not listed is not known to be absent.
    var gaps: [InventorySource: String] = [:]
    /// Sources whose part of the document can not be read, with the place and the fault.
    var unreadable: [InventorySource: String] = [:]
    private(set) var leftOut: [LeftOut: Int] = [:]

    init(_ format: ImportFormat, file: String) {
        self.format = format
        self.file = file
    }

    /// Notes that `count` entries of a sort were met and not kept.
    mutating func drop(_ sort: LeftOut, _ count: Int = 1) {
        leftOut[sort, default: 0] += count
    }

    /// Keeps a program.
    mutating func add(_ record: consuming SoftwareRecord) throws(InventoryError) {
        guard records.count < ReadingLimits.entries else {
            throw InventoryError(
                .tooLarge,
                subject: file,
                operation: "parse",
                detail: "more than \(ReadingLimits.entries) entries"
            )
        }
        records.append(record)
    }

    /// The system `system` names, where the document says which.
    var isWindows: Bool? { system.map { $0.id == "windows" } }

    // MARK: The result

    /// The inventory, what is folded folded, with a statement for every source such a system can have.
    consuming func inventory(now: Instant) -> Inventory {
        var hardware = hardware
        if hardware != HardwareFacts() {
            hardware.evidence = [Evidence(file: file, field: "hardware, drives")]
        }
        let taken = made.map { min($0, now) } ?? now
        var maker = RecordItems(file: file, system: system)
        maker.reserve(records.count)
        for place in records.indices { maker.add(records[place]) }
        let all = ProgramFolding.fold(items.isEmpty ? maker.items : items + maker.items)
        return Inventory(
            taken: taken,
            system: system,
            items: all,
            coverage: coverage(all, taken: taken, now: now),
            document: ImportedDocument(
                format: format,
                file: file,
                station: station,
                identifier: identifier,
                leftOut: leftOut
            ),
            hardware: hardware
        )
    }

    /// Days after which what a document says is no longer taken for the present state.
    private static let freshDays = 31

    private func coverage(
        _ items: [InventoryItem],
        taken: Instant,
        now: Instant
    ) -> [SourceCoverage] {
        var statements: [SourceCoverage] = []
        for source in Self.sources(isWindows: isWindows) {
            if let detail = unreadable[source] {
                statements.append(.init(source: source, state: .unreadable, detail: detail))
            }
            if let detail = partial[source] {
                statements.append(.init(source: source, state: .notCovered, detail: detail))
            }
            if let detail = read[source] {
                statements.append(.init(source: source, state: .read, detail: detail))
                if now.day.daysSince1970 - taken.day.daysSince1970 > Self.freshDays {
                    statements.append(
                        .init(source: source, state: .stale, detail: "\(file): \(taken.day)")
                    )
                }
            }
            if let detail = gaps[source] {
                statements.append(.init(source: source, state: .notCovered, detail: detail))
            }
            if !statements.contains(where: { $0.source == source }) {
                statements.append(.init(source: source, state: .notCovered, detail: file))
            }
        }
        return statements
    }

    /// The sources a system of that sort can have; all of them where the sort is not known.
    static func sources(isWindows: Bool?) -> [InventorySource] {
        InventorySource.allCases.filter { source in
            switch source {
            case .driver, .pip, .npm: true
            case .windows, .appx, .winget: isWindows != false
            default: isWindows != true
            }
        }
    }
}
