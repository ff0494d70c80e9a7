internal import Model
internal import Primitives

/// Puts the parts of a printer's driver together: the descriptions of its printers and the filters
/// they name.
struct PrinterDrivers {
    private let station: StationFiles
    private static let descriptions = 200

    init(_ station: StationFiles) {
        self.station = station
    }

    /// Makes one draft of the descriptions of one maker and of the filters they need, and names it.
    func fold(_ drafts: inout [UnownedDraft]) {
        var absorbed: Set<Int> = []
        var owners: [String: Int] = [:]
        for place in drafts.indices where drafts[place].kind == .driver {
            let known = printers(of: drafts[place])
            guard let first = known.first else { continue }
            let filters = Set(known.flatMap(\.filters))
            if let owner = filters.sorted().compactMap({ owners[$0] }).first {
                // More printers of a driver already met: it has the name of their maker.
                drafts[owner].merge(drafts[place])
                drafts[owner].name = first.manufacturer ?? drafts[owner].name
                absorbed.insert(place)
                continue
            }
            let isOne = known.count == 1
            drafts[place].name =
                (isOne ? first.modelName ?? first.nickName : first.manufacturer)
                ?? first.manufacturer ?? drafts[place].name
            drafts[place].version = first.version ?? ""
            drafts[place].summary = first.nickName
            for filter in filters { owners[filter] = place }
        }
        for (filter, owner) in owners.sorted(by: { $0.key < $1.key }) {
            let path = "usr/lib/cups/filter/\(filter)"
            guard
                let place = drafts.indices.first(where: {
                    $0 != owner && !absorbed.contains($0)
                        && drafts[$0].paths.first?.description == path
                })
            else { continue }
            drafts[owner].merge(drafts[place])
            absorbed.insert(place)
        }
        drafts = drafts.indices.filter { !absorbed.contains($0) }.map { drafts[$0] }
    }

    /// What the descriptions among a draft's files say.
    private func printers(of draft: UnownedDraft) -> [PrinterDescription] {
        let folders = ["usr/share/ppd", "usr/local/share/ppd", "usr/share/cups/model"]
        let paths = draft.paths.map(\.description).filter { path in
            folders.contains(where: path.isWithin)
        }
        var found: [PrinterDescription] = []
        for path in paths {
            var files = [path]
            if station.kind(path) == .directory {
                // A folder that cannot be listed is named by itself.
                files = ((try? station.names(in: path)) ?? []).map { "\(path)/\($0)" }
            }
            let room = Self.descriptions - found.count
            found += files.prefix(max(0, room)).compactMap { PrinterDescription.read($0, station) }
        }
        return found
    }
}
