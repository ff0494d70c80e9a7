import Report

/// Writes help from the tables.
struct Help {
    let commands: [CommandSpec]
    let language: Language

    /// Help on the words of `topic`: the whole tool where it is empty.
    func text(topic: [String]) throws(Failure) -> String {
        if topic.isEmpty { return overview(commands, title: Self.promise(language)) }
        if let command = commands.first(where: { $0.words == topic }) { return details(command) }
        if topic.count == 1, let guide = Guide(rawValue: topic[0]) { return guide.text }
        let group = commands.filter { $0.words.first == topic[0] }
        guard topic.count == 1, !group.isEmpty else {
            let near = Suggestion.nearest(
                to: topic.joined(separator: " "),
                among: commands.map(\.name) + Guide.allCases.map(\.rawValue)
            )
            throw .usage(
                "no help on “\(topic.joined(separator: " "))”",
                hint: near.map { "did you mean “socle help \($0)”?" } ?? "see socle help"
            )
        }
        return overview(group, title: "socle \(topic[0])")
    }

    static let promise = Phrase(
        fr: "socle : ce qui est hors du socle sur un poste, et le retour exact au socle signé",
        en: "socle: what is outside the baseline on a station, and the exact way back to it"
    )

    private func overview(_ commands: [CommandSpec], title: String) -> String {
        let rows = commands.map { ("socle \($0.name) \($0.arguments)", $0.summary(language)) }
        let exits = Phrase(
            fr: "Codes : 0 conforme ou fait, 1 écarts, 2 usage, 3 impossible de juger, "
                + "4 échec et retour arrière,\n5 reprise nécessaire, 6 refusé par une règle, "
                + "130 interrompu.",
            en: "Exit: 0 compliant or done, 1 deviations, 2 usage, 3 could not judge, "
                + "4 failed and rolled back,\n5 recovery needed, 6 refused by a rule, 130 interrupted."
        )
        let more = Phrase(
            fr: "« socle help COMMANDE » détaille une commande.",
            en: "“socle help COMMAND” says more."
        )
        let guides = Phrase(
            fr: "« socle help technicien » et « socle help gestionnaire » sont des guides.",
            en: "“socle help technicien” and “socle help gestionnaire” are guides, in French."
        )
        return "\(title)\n\n\(table(rows))\n\(more(language))\n\(guides(language))\n"
            + "\(exits(language))\n"
    }

    private func details(_ command: CommandSpec) -> String {
        var usage = "socle \(command.name)"
        for flag in command.required { usage += " --\(flag.name) \(flag.value ?? "")" }
        if !command.arguments.isEmpty { usage += " \(command.arguments)" }
        let flags = command.flags + FlagTable.common
        let rows = flags.map { flag in
            let letter = flag.letter.map { "-\($0), " } ?? "    "
            let value = flag.choices.isEmpty ? flag.value : flag.choices.joined(separator: "|")
            return (
                "\(letter)--\(flag.name)\(value.map { " \($0)" } ?? "")", flag.summary(language)
            )
        }
        return "\(usage)\n\n\(command.summary(language))\n\n\(table(rows))"
    }

    private func table(_ rows: [(String, String)]) -> String {
        let width = min(44, rows.map { $0.0.count }.max() ?? 0)
        return rows.map { left, right in
            let gap =
                left.count <= width
                ? String(repeating: " ", count: width - left.count + 2)
                : "\n" + String(repeating: " ", count: width + 4)
            return "  \(left)\(gap)\(right)\n"
        }.joined()
    }
}
