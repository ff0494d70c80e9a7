import Deployer
import Model
import Primitives
import Report

/// What installing a disk would do, for the person who has to approve it.
struct DiskReport {
    let disk: DiskContent
    let placed: [PlacedPartition]
    /// What was found of stations on the disk, by the volume's name.
    let former: [String: FormerStation]
    let station: DiskStation
    let layers: [LayerReference]
    let decision: Decision
    let id: Digest
    let context: Context

    private func word(_ french: String, _ english: String) -> String {
        context.text(Phrase(fr: french, en: english))
    }

    private func size(_ bytes: UInt64) -> String { context.language.wording.size(bytes) }

    var text: String {
        let model = disk.model.isEmpty ? word("modèle inconnu", "unknown model") : disk.model
        var lines = ["\(disk.path)\u{A0}: \(model), \(size(disk.size))"]
        if let marker = disk.unfinished {
            let phase = context.text(Self.name(marker.phase))
            lines.append(
                word(
                    "Une installation de ce disque a été interrompue (\(phase)) : "
                        + "le plan \(marker.plan) la termine.",
                    "An installation of this disk was interrupted (\(phase)): "
                        + "plan \(marker.plan) finishes it."
                )
            )
        }
        lines.append("")
        lines.append(word("Contenu trouvé", "Content found"))
        let kept = Set(placed.filter(\.isKept).map(\.extent))
        for volume in disk.volumes {
            let fate =
                kept.contains(volume.extent)
                ? word("gardé", "kept")
                : volume.content == .empty ? "" : word("EFFACÉ", "ERASED")
            let parts = [described(volume), fate].filter { !$0.isEmpty }
            lines.append("  " + parts.joined(separator: " — "))
        }
        lines.append("")
        lines.append(word("Ce disque deviendrait", "This disk would become"))
        for place in placed {
            let path = place.partition.mountPoint
            let mount = path.map { "/\($0.isRoot ? "" : $0.description)" } ?? ""
            let note = place.isKept ? word(" (gardée)", " (kept)") : ""
            lines.append(
                "  \(place.partition.label)  \(size(place.extent.length))  \(mount)\(note)"
            )
        }
        let none = word("inconnu", "unknown")
        lines += [
            "",
            word("Poste : ", "Station: ") + (station.name.isEmpty ? none : station.name)
                + word(", établissement ", ", school ")
                + (station.configuration.school?.description ?? none)
                + word(", salle ", ", room ") + (station.configuration.room ?? none),
        ]
        lines += layers.map { "  \($0.kind.title) \($0.name) \($0.edition)" }
        lines += [
            word("Décision : ", "Decision: ") + context.language.wording.decision(decision.kind),
            word("Approbation : ", "Approval: ") + "--approve \(id)",
        ]
        return lines.map(Escaped.text).joined(separator: "\n") + "\n"
    }

    private func described(_ volume: DiskVolume) -> String {
        var parts = [volume.name, size(volume.extent.length), content(volume)]
        if !volume.label.isEmpty { parts.append("« \(volume.label) »") }
        if let station = former[volume.name] {
            if !station.system.isEmpty { parts.append(station.system) }
            if let name = station.name { parts.append(word("poste \(name)", "station \(name)")) }
        }
        return parts.joined(separator: "  ")
    }

    private func content(_ volume: DiskVolume) -> String {
        switch volume.content {
        case .empty: word("rien de connu", "nothing known")
        case .windows: "Windows (\(volume.type))"
        case .linux:
            volume.isData
                ? word("données du poste", "data of the station") : "Linux (\(volume.type))"
        case .efi: word("partition EFI", "EFI partition")
        case .bitLocker: word("Windows chiffré (BitLocker)", "encrypted Windows (BitLocker)")
        case .luks: word("Linux chiffré (LUKS)", "encrypted Linux (LUKS)")
        case .member: word("volume \(volume.type)", "\(volume.type) volume")
        case .other: volume.type.isEmpty ? word("contenu ambigu", "ambiguous content") : volume.type
        }
    }

    /// The phases as people read them.
    static func name(_ phase: DiskMarker.Phase) -> Phrase {
        switch phase {
        case .table: Phrase(fr: "table des partitions", en: "partition table")
        case .volumes: Phrase(fr: "systèmes de fichiers", en: "file systems")
        case .content: Phrase(fr: "contenu", en: "content")
        case .startup: Phrase(fr: "amorçage", en: "start-up")
        }
    }
}
