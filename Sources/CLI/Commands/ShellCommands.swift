import Report

/// What a shell and a manual reader take from the tables of commands and flags.
enum ShellCommands {
    static let all = [completions, manual]

    private static let completions = CommandSpec(
        "completions",
        arguments: "bash|zsh|fish",
        count: 1...1,
        fr: "écrit de quoi compléter les commandes dans un interpréteur",
        en: "write what completes commands in a shell"
    ) { (invocation, context) throws(Failure) in
        guard let shell = Shell(rawValue: invocation.arguments.first ?? "") else {
            throw .usage(
                "“\(invocation.arguments.first ?? "")” is no shell known here",
                hint: "give \(Shell.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        let script = Completions(commands: CommandTable.all, language: context.language)
        try context.say(script.script(shell))
        return .success
    }

    private static let manual = CommandSpec(
        "manual",
        fr: "écrit la page de manuel",
        en: "write the manual page"
    ) { (_, context) throws(Failure) in
        let page = ManualPage(
            commands: CommandTable.all,
            language: context.language,
            version: context.version
        )
        try context.say(page.text)
        return .success
    }
}
