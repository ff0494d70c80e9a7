import Lab
import Primitives
import Report

/// What became of an order: every station, why it failed, and what to do.
struct RoomReport {
    let order: RoomOrder
    let records: [StationRecord]
    let language: Language
    let style: TextStyle

    /// The final list as people read it.
    func text(_ ending: RoomRun.Ending, approval: Digest?) -> String {
        let words = language.wording
        var lines = [title(words)]
        let width = records.map(\.name.count).max() ?? 0
        for record in records {
            let name = record.name.padding(to: width)
            let state = Self.state(record, order.kind, language)
            lines.append("  \(name)  \(style.paint(Escaped.text(state), tone(record)))")
            if let fault = record.fault, record.state == .failed {
                let margin = String(repeating: " ", count: width + 4)
                for line in record.detail.split(separator: "\n").suffix(3) {
                    lines.append(margin + Escaped.text(String(line)))
                }
                lines.append(margin + "→ " + Self.remedy(fault)(language))
            }
        }
        let done = records.count { $0.state == .done }
        let failed = records.count { $0.state == .failed }
        let left = records.count - done - failed
        lines.append(
            Phrase(
                fr: "Faits : \(done) ; en échec : \(failed) ; pas faits : \(left).",
                en: "Done: \(done); failed: \(failed); not done: \(left)."
            )(language)
        )
        if let next = next(ending, left: failed + left) { lines.append(next(language)) }
        if let approval {
            let verb = order.kind == .plan ? "restore" : "undo"
            lines.append(
                Phrase(
                    fr: "Pour approuver exactement ces \(done) postes et leurs plans :",
                    en: "To approve exactly these \(done) stations and their plans:"
                )(language)
            )
            lines.append("  socle lab \(verb) \(order.room) --approve \(approval.hex)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The same for programs, in one line.
    func json(_ name: String, _ ending: RoomRun.Ending, approval: Digest?) -> String {
        let word =
            switch ending {
            case .complete: "complet"
            case .stopped: "arrete"
            case .interrupted: "interrompu"
            }
        let document: JSONValue = [
            "format": 1, "evenement": "fin", "ordre": .string(name),
            "acte": .string(order.kind.rawValue), "salle": .string(order.room),
            "fin": .string(word), "approbation": approval.map { .string($0.hex) } ?? .null,
            "postes": .array(records.map(\.json)),
        ]
        return JSONWriter.compact(document) + "\n"
    }

    private func title(_ words: any Wording) -> String {
        let moment = words.moment(order.given)
        let act: Phrase =
            switch order.kind {
            case .scan: Phrase(fr: "Contrôle", en: "Scan")
            case .plan: Phrase(fr: "Plan de restauration", en: "Plan of a restore")
            case .restore: Phrase(fr: "Restauration", en: "Restore")
            case .undoPreview: Phrase(fr: "Aperçu d’une annulation", en: "Preview of an undo")
            case .undo: Phrase(fr: "Annulation", en: "Undo")
            }
        let head = Phrase(
            fr: "\(act.french), salle \(order.room), \(moment)",
            en: "\(act.english), room \(order.room), \(moment)"
        )
        return style.paint(head(language), .strong)
    }

    private func tone(_ record: StationRecord) -> TextStyle.Tone {
        switch record.state {
        case .done: record.exit == 1 ? .warning : .good
        case .failed: .bad
        case .running, .waiting: .faint
        }
    }

    private func next(_ ending: RoomRun.Ending, left: Int) -> Phrase? {
        let resume = "socle lab resume \(order.room)"
        switch ending {
        case .interrupted:
            return Phrase(
                fr:
                    "Ordre interrompu : chaque poste termine ce qu’il a commencé. « \(resume) » reprend.",
                en: "Interrupted: each station ends what it began. \(resume) goes on."
            )
        case .stopped:
            return Phrase(
                fr: "Ordre arrêté : trop d’échecs. Après correction, « \(resume) » reprend.",
                en: "Stopped: too many failures. Once they are mended, \(resume) goes on."
            )
        case .complete:
            guard left > 0 else { return nil }
            return Phrase(
                fr: "« \(resume) » ne reprend que ce qui n’est pas fait.",
                en: "\(resume) goes on with what is not done, and nothing else."
            )
        }
    }

    /// A station's state in a few words.
    static func state(
        _ record: StationRecord,
        _ kind: RoomOrder.Kind,
        _ language: Language
    ) -> String {
        switch record.state {
        case .waiting: return Phrase(fr: "en attente", en: "waiting")(language)
        case .running:
            return Phrase(
                fr: "en cours : \(phase(record.phase).french)",
                en: "at work: \(phase(record.phase).english)"
            )(
                language
            )
        case .failed: return cause(record.fault ?? .other)(language)
        case .done: return done(record, kind)(language)
        }
    }

    private static func phase(_ word: String) -> Phrase {
        switch word {
        case "reveil": Phrase(fr: "mise en route", en: "starting")
        case "identite": Phrase(fr: "identité", en: "identity")
        case "controle": Phrase(fr: "contrôle", en: "scan")
        case "plan": Phrase(fr: "plan", en: "plan")
        case "attente": Phrase(fr: "attente d’un autre socle", en: "waiting for another socle")
        case "restauration": Phrase(fr: "restauration", en: "restore")
        case "apercu": Phrase(fr: "aperçu", en: "preview")
        case "annulation": Phrase(fr: "annulation", en: "undo")
        case "redemarrage": Phrase(fr: "redémarrage", en: "starting again")
        case "extinction": Phrase(fr: "extinction", en: "shutting down")
        case "collecte": Phrase(fr: "collecte", en: "collecting")
        default: Phrase(fr: word, en: word)
        }
    }

    private static func done(_ record: StationRecord, _ kind: RoomOrder.Kind) -> Phrase {
        func number(_ name: String) -> Int64 {
            guard case .integer(let value) = record.document?[name] else { return 0 }
            return value
        }
        switch kind {
        case .scan:
            return record.exit == 1
                ? Phrase(fr: "écarts", en: "deviations") : Phrase(fr: "conforme", en: "compliant")
        case .plan:
            guard record.document != nil else { return Phrase(fr: "planifié", en: "planned") }
            let (all, gone) = (number("changements"), number("retraits"))
            return Phrase(
                fr:
                    "\(all) changements dont \(gone) retraits, \(number("logiciels")) logiciels perdus, "
                    + "\(number("donnees")) données possibles",
                en:
                    "\(all) changes, \(gone) of them removals, \(number("logiciels")) programs lost, "
                    + "\(number("donnees")) possible data"
            )
        case .restore:
            return Phrase(
                fr: "revenu aux socles : \(number("written")) écrits, \(number("removed")) retirés",
                en: "back to the socles: \(number("written")) written, \(number("removed")) removed"
            )
        case .undoPreview:
            return Phrase(
                fr: "\(number("changes")) changements seraient repris",
                en: "\(number("changes")) changes would be taken back"
            )
        case .undo: return Phrase(fr: "comme avant la restauration", en: "as before the restore")
        }
    }

    private static func cause(_ fault: StationRecord.Fault) -> Phrase {
        switch fault {
        case .unreachable: Phrase(fr: "injoignable", en: "does not answer")
        case .hostKey:
            Phrase(fr: "refusé : la clé du poste a changé", en: "refused: its host key changed")
        case .identity:
            Phrase(
                fr: "refusé : un autre poste répond à cette adresse",
                en: "refused: another station answers at this address"
            )
        case .timeout: Phrase(fr: "délai dépassé", en: "it did not end in time")
        case .refused: Phrase(fr: "refusé par une règle", en: "refused by a rule")
        case .undetermined: Phrase(fr: "n’a pas pu juger", en: "could not judge")
        case .rolledBack:
            Phrase(fr: "échec, poste remis comme avant", en: "failed, and put back as it was")
        case .recovery: Phrase(fr: "arrêté à mi-chemin", en: "stopped half-way")
        case .other: Phrase(fr: "échec", en: "failed")
        }
    }

    private static func remedy(_ fault: StationRecord.Fault) -> Phrase {
        switch fault {
        case .unreachable:
            Phrase(
                fr: "allumer le poste et vérifier son câble",
                en: "switch it on, check its cable"
            )
        case .hostKey:
            Phrase(
                fr: "vérifier sur place qui répond, puis mettre à jour la liste des clés",
                en: "check on the spot who answers, then update the list of host keys"
            )
        case .identity:
            Phrase(
                fr: "corriger l’adresse dans la liste des postes, ou l’enrôlement du poste",
                en: "mend the address in the roster, or the station’s enrolment"
            )
        case .timeout:
            Phrase(
                fr: "voir ce qui retient le poste ; au besoin le redémarrer",
                en: "see what keeps it; start it again if need be"
            )
        case .refused:
            Phrase(fr: "refaire « socle lab plan » et approuver", en: "plan again and approve")
        case .undetermined, .rolledBack, .other:
            Phrase(fr: "corriger la cause indiquée", en: "mend the cause shown")
        case .recovery:
            Phrase(
                fr: "la reprise termine d’abord ce qui était commencé",
                en: "going on finishes first what was begun"
            )
        }
    }
}

extension String {
    /// The text with blanks after it, `width` characters in all.
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
