/// Every command of the tool, in the order help shows them.
enum CommandTable {
    static let all: [CommandSpec] =
        [
            InventoryCommand.spec, ScanCommand.spec, PlanCommand.spec, RestoreCommand.spec,
            UndoCommand.spec, RescueCommand.spec,
        ] + StationCommands.all + BaselineCommands.all + PackageCommands.all + DepotCommands.all
        + TrustCommands.all + WaiverCommands.all + [DeclareCommand.spec] + JournalCommands.all
        + ReportCommands.all + LabCommands.all + ShellCommands.all + [version]

    private static let version = CommandSpec(
        "version",
        fr: "affiche la version",
        en: "show the version"
    ) { (_, context) throws(Failure) in
        try context.say("socle \(context.version)\n")
        return .success
    }
}
