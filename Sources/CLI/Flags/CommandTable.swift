/// Every command of the tool.
enum CommandTable {
    static let all: [CommandSpec] =
        PackageCommands.all + DepotCommands.all + TrustCommands.all + [version]

    private static let version = CommandSpec(
        "version", fr: "affiche la version", en: "show the version"
    ) { (_, context) throws(Failure) in
        try context.say("socle \(context.version)\n")
        return .success
    }
}
