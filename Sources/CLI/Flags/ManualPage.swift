import Report

/// The manual page, from the tables that commands and flags are read with (man(7)).
struct ManualPage {
    let commands: [CommandSpec]
    let language: Language
    let version: String

    /// The page in roff.
    var text: String {
        var lines = [
            ".TH SOCLE 8 \"\" \"socle \(version)\"",
            section(fr: "NOM", en: "NAME"),
            "socle \\- \(line(Phrase(fr: "ce qui est hors du socle sur un poste, et le retour exact au socle", en: "what is outside the baseline on a station, and the exact way back to it")))",
            section(fr: "SYNOPSIS", en: "SYNOPSIS"), ".B socle",
            ".I " + line(Phrase(fr: "commande", en: "command")),
            "[\\fI" + line(Phrase(fr: "options", en: "options")) + "\\fR]",
            section(fr: "COMMANDES", en: "COMMANDS"),
        ]
        for command in commands { lines += entry(command) }
        lines.append(section(fr: "OPTIONS COMMUNES", en: "COMMON OPTIONS"))
        lines += FlagTable.common.flatMap(entry)
        lines.append(section(fr: "CODES DE RETOUR", en: "EXIT STATUS"))
        for (code, meaning) in Self.statuses {
            lines += [".TP", ".B \(code)", line(meaning)]
        }
        lines.append(section(fr: "ENVIRONNEMENT", en: "ENVIRONMENT"))
        lines += [
            ".TP", ".B SOCLE_LANG",
            line(Phrase(fr: "langue des textes : fr ou en", en: "language of texts: fr or en")),
            ".TP", ".B NO_COLOR",
            line(Phrase(fr: "n’affiche pas de couleurs", en: "show no colours")),
        ]
        lines.append(section(fr: "FICHIERS", en: "FILES"))
        lines += [
            ".TP", ".I /etc/socle/socle.json",
            line(
                Phrase(
                    fr: "ce que l’enrôlement a fixé pour ce poste",
                    en: "what enrolment fixed for this station"
                )
            ),
            ".TP", ".I /var/lib/socle",
            line(
                Phrase(
                    fr: "confiance, état vérifié, journal : gardés par toute restauration",
                    en: "trust, verified state, record: kept by every restore"
                )
            ),
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static let statuses: [(Int32, Phrase)] = [
        (0, Phrase(fr: "conforme, ou fait", en: "compliant, or done")),
        (1, Phrase(fr: "écarts", en: "deviations")),
        (2, Phrase(fr: "ligne de commande incorrecte", en: "wrong command line")),
        (3, Phrase(fr: "impossible de juger", en: "could not judge")),
        (4, Phrase(fr: "échec, tout a été remis", en: "failed, and everything was put back")),
        (
            5,
            Phrase(fr: "interrompu : socle recover termine", en: "stopped: socle recover finishes")
        ),
        (6, Phrase(fr: "refusé par une règle", en: "refused by a rule")),
        (
            130,
            Phrase(fr: "interrompu avant tout changement", en: "interrupted before any change")
        ),
    ]

    private func section(fr: String, en: String) -> String { ".SH " + line(Phrase(fr: fr, en: en)) }

    private func entry(_ command: CommandSpec) -> [String] {
        var usage = "\\fBsocle \(Self.escaped(command.name))\\fR"
        for flag in command.required {
            usage += " \\fB\\-\\-\(Self.escaped(flag.name))\\fR"
            if let value = flag.value { usage += " \\fI\(Self.escaped(value))\\fR" }
        }
        if !command.arguments.isEmpty { usage += " \\fI\(Self.escaped(command.arguments))\\fR" }
        return [".SS \(usage)", line(command.summary)] + command.flags.flatMap(entry)
    }

    private func entry(_ flag: Flag) -> [String] {
        var name = "\\fB\\-\\-\(Self.escaped(flag.name))\\fR"
        if let letter = flag.letter { name = "\\fB\\-\(letter)\\fR, " + name }
        if !flag.choices.isEmpty {
            name += " \\fI\(Self.escaped(flag.choices.joined(separator: "|")))\\fR"
        } else if let value = flag.value {
            name += " \\fI\(Self.escaped(value))\\fR"
        }
        return [".TP", name, line(flag.summary)]
    }

    private func line(_ phrase: Phrase) -> String {
        let text = Self.escaped(phrase(language))
        // A line that begins with a dot or an apostrophe would be a request.
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    }
}
