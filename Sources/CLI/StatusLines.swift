import Deployer
import Journal
import Model
import Primitives
import Report

/// What `socle status` says of a station.
struct StatusLines {
    let entries: [StatusEntry]

    init(
        _ station: Station,
        _ status: StationStatus,
        _ record: (status: JournalStatus, key: Digest?)?,
        _ context: Context
    ) throws(Failure) {
        func word(_ french: String, _ english: String) -> String {
            context.text(Phrase(fr: french, en: english))
        }
        let none = word("aucun", "none")
        let place = try station.configuration?.depot.map(DepotPlace.init)?.description
        let identity = station.identity
        func layer(_ kind: LayerKind) -> String {
            guard let layer = status.applied.layers.first(where: { $0.kind == kind }) else {
                return none
            }
            return "\(layer.name) \(layer.edition)"
        }
        var entries = [
            StatusEntry(.station, identity.name.isEmpty ? identity.id : identity.name),
            StatusEntry(.school, identity.school?.description ?? none),
            StatusEntry(.room, identity.room ?? none),
            StatusEntry(.zone, identity.zone.rawValue),
            StatusEntry(.systemBaseline, layer(.system)),
            StatusEntry(.applicationBaseline, layer(.application)),
            StatusEntry(.lastRestore, status.applied.applied?.description ?? none),
            StatusEntry(.depot, place ?? none),
            StatusEntry(
                .pendingRecovery,
                status.needsRecovery
                    ? word("oui : socle recover", "yes: socle recover") : word("non", "no"),
                tone: status.needsRecovery ? .bad : nil
            ),
        ]
        entries += status.quarantine.map { kept in
            var notes: [String] = []
            if kept.isUndone { notes.append(word("annulée", "undone")) }
            if kept.isPurged { notes.append(word("purgée", "purged")) }
            if kept.possibleData > 0 {
                let count = kept.possibleData
                notes.append(word("données possibles : \(count)", "possible data: \(count)"))
            }
            let state = notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))"
            return StatusEntry(
                .quarantine,
                "n° \(kept.number), \(kept.made), \(kept.count), \(kept.bytes >> 10) Kio\(state)"
            )
        }
        let limits = station.configuration?.limits ?? .standard
        entries.append(
            StatusEntry(
                .quarantine,
                word(
                    "limite : \(limits.days) jours, \(limits.bytes >> 20) Mio",
                    "limit: \(limits.days) days, \(limits.bytes >> 20) MiB"
                )
            )
        )
        if let record, !record.status.isWhole {
            entries.append(
                StatusEntry(
                    .journalHead,
                    word(
                        "ne tient pas : « socle journal verify » dit jusqu’où",
                        "does not hold: socle journal verify says how far"
                    ),
                    tone: .bad
                )
            )
        } else if let record {
            entries.append(StatusEntry(.journalHead, record.status.head.hex))
            entries.append(StatusEntry(.journalLength, String(record.status.length)))
            if let key = record.key { entries.append(StatusEntry(.journalKey, key.hex)) }
        }
        entries.append(StatusEntry(.toolVersion, context.version))
        self.entries = entries
    }
}
