import Deployer
import Model
import Platform
import Primitives
import Report

/// How the menu asks and tells, and how it runs the commands.
extension RescueMenu {
    func word(_ french: String, _ english: String) -> String {
        context.text(Phrase(fr: french, en: english))
    }

    /// Says a paragraph, folded at the width of the console.
    func say(_ text: String) throws(Failure) {
        let style = TextStyle(color: false, width: min(context.width, 80))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { style.wrapped(Escaped.text(String($0))) }
        try context.say(lines.joined(separator: "\n") + "\n")
    }

    /// The person's answer without the spaces around it; nil where nobody answers any more.
    func ask(_ question: String) throws(Failure) -> String? {
        try context.say(question)
        let line = try Failure.explaining { () throws(PlatformError) in
            try StandardStream.readLine()
        }
        return line?.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Whether the person approves what was shown: the first signs of its id say so.
    func isApproved(_ id: String) throws(Failure) -> Bool {
        let start = String(id.prefix(6))
        let question = word(
            "Pour approuver, taper \(start) ; pour abandonner, Entrée : ",
            "To approve, type \(start); to give up, Enter: "
        )
        return try ask(question)?.lowercased() == start
    }

    /// Shows a long text a screen at a time.
    func page(_ text: String) throws(Failure) {
        let rows = max(10, Terminal.size(StandardStream.output.rawValue)?.rows ?? Int.max)
        var shown = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if shown == rows - 2 {
                let more = word("— suite : Entrée ; fin : f — ", "— more: Enter; end: e — ")
                guard let answer = try ask(more), answer.isEmpty else { return }
                shown = 0
            }
            try context.say(line + "\n")
            shown += 1
        }
    }

    // MARK: Commands

    /// Runs a command of the tool, in the menu's language.
    func run(_ words: [String]) -> ExitCode {
        SocleCommand.run(words + ["--lang", context.language.rawValue])
    }

    /// What would be typed after `command`.
    func parsed(_ command: String, _ words: [String]) throws(Failure) -> Invocation {
        let parser = ArgumentParser(commands: CommandTable.all)
        guard case .run(_, let invocation) = try parser.parse([command] + words) else {
            throw .usage("“\(command)” is no command", hint: "see socle help")
        }
        return invocation
    }

    /// The depot that was named, for every command.
    var depotWords: [String] {
        invocation.value(FlagTable.depot).map { ["--depot", $0] } ?? []
    }

    /// The running system and its depot, for what is done to a whole disk.
    var runningWords: [String] {
        let flags = [FlagTable.root, FlagTable.address]
        return depotWords
            + flags.flatMap { flag in
                invocation.value(flag).map { ["--" + flag.name, $0] } ?? []
            }
    }

    /// Mounts the station of the disk for `body`, which is given the path of its root.
    func visit<Result>(_ disk: RescueDisk, _ body: (String) -> Result) throws(Failure) -> Result {
        guard let content = disk.content, let volume = disk.station else {
            throw Failure(
                .undetermined,
                word(
                    "aucun poste n’est trouvé sur \(disk.path) ; le choix 4 le réinstalle",
                    "no station is found on \(disk.path); choice 4 installs it"
                )
            )
        }
        return try Failure.explaining { () throws(DeployerError) in
            try DiskMounts.visit(volume, of: content, body)
        }
    }

    /// Does something, and says why it could not be done.
    func attempt(_ body: () throws(Failure) -> Void) throws(Failure) {
        do throws(Failure) {
            try body()
        } catch {
            context.report(error)
            try tell(error.exit)
        }
    }

    /// Says in a sentence how a command ended.
    func tell(_ exit: ExitCode) throws(Failure) {
        try say("")
        switch exit {
        case .success: try say(word("C’est fait.", "Done."))
        case .deviations: try say(word("Des écarts restent.", "Deviations remain."))
        case .refused:
            try say(word("Refusé : rien n’a été changé.", "Refused: nothing was changed."))
        case .rolledBack:
            try say(
                word(
                    "Échec : le poste est comme il était avant.",
                    "It failed: the station is as it was before."
                )
            )
        case .recoveryNeeded:
            try say(
                word(
                    "Ce n’est pas terminé, et le disque ne démarre pas encore : le choix 2 reprend "
                        + "où c’était arrêté. Un disque qui échoue encore est à remplacer.",
                    "It is not finished, and the disk does not start yet: choice 2 goes on where it "
                        + "stopped. A disk that fails again has to be replaced."
                )
            )
        case .undetermined, .usage, .interrupted:
            try say(
                word(
                    "Impossible pour l’instant : rien n’a été changé.",
                    "Not possible now: nothing was changed."
                )
            )
            try tellClock()
        }
    }

    /// Names the clock where it can not be right: a signature seems not to be valid yet, or no more.
    private func tellClock() throws(Failure) {
        try say(
            word(
                "Vérifier la date de cet ordinateur (\(context.now.day)) et l’accès au dépôt.",
                "Check the date of this computer (\(context.now.day)) and the way to the depot."
            )
        )
    }
}
