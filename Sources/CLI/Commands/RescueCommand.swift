import Deployer
import Platform

/// `socle rescue`: the menu of the rescue system, for whoever stands before a station that does not
/// start.
enum RescueCommand {
    static let spec = CommandSpec(
        "rescue",
        flags: [
            FlagTable.root, FlagTable.depot, FlagTable.disk, FlagTable.stick, FlagTable.machine,
            FlagTable.address,
        ],
        fr: "le menu du secours : contrôler, reprendre, restaurer ou réinstaller un poste arrêté",
        en: "the rescue menu: check, finish, restore or install a station that does not start"
    ) { (invocation, context) throws(Failure) in
        var menu = RescueMenu(invocation, context)
        let ending = try menu.run()
        guard invocation.has(FlagTable.machine), let ending else { return .success }
        // The menu is all that runs on the machine.
        for words in [["sync"], [ending.rawValue, "-f"]] {
            try Failure.explaining { () throws(PlatformError) in
                try ChildProcess.run(words).requireSuccess(words[0])
            }
        }
        return .success
    }
}

/// What the person wants of the machine when the menu ends.
enum RescueEnding: String {
    case off = "poweroff"
    case restart = "reboot"
}
