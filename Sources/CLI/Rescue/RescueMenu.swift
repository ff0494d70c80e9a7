import Deployer
import Model
import Platform
import Primitives
import Report

/// The menu: plain lines of at most 80 columns, one answer at a time, over the commands everybody has.
///
/// An installation that was stopped is finished before the menu shows: it was approved, and the disk
/// holds nothing else.
struct RescueMenu {
    let invocation: Invocation
    var context: Context
    private var disks: [RescueDisk] = []
    private var chosen = 0
    /// The last report, as it was shown.
    var report: String?

    init(_ invocation: Invocation, _ context: Context) {
        self.invocation = invocation
        self.context = context
    }

    /// Asks until the person ends it.
    ///
    /// - Returns: what becomes of the machine; nil where nobody answers any more.
    mutating func run() throws(Failure) -> RescueEnding? {
        try look()
        let begun = disks.filter { $0.content?.unfinished != nil }
        for disk in begun { try attempt { () throws(Failure) in try finish(disk) } }
        if !begun.isEmpty { try look() }
        while true {
            try show()
            guard let answer = try ask(word("Choix : ", "Choice: ")) else { return nil }
            switch answer {
            case "1": try act { menu, disk throws(Failure) in try menu.check(disk) }
            case "2": try act { menu, disk throws(Failure) in try menu.finish(disk) }
            case "3": try act { menu, disk throws(Failure) in try menu.restore(disk) }
            case "4": try act { menu, disk throws(Failure) in try menu.install(disk) }
            case "5": try save()
            case "6": try showCode()
            case "7" where disks.count > 1: try choose()
            case "l", "L":
                context = context.speaking(context.language == .french ? .english : .french)
            case "8": return .restart
            case "9": return .off
            default: try say("?")
            }
        }
    }

    // MARK: What is shown

    private mutating func look() throws(Failure) {
        let paths: [String]
        if let path = invocation.value(FlagTable.disk) {
            paths = [path]
        } else {
            paths = try Failure.explaining { () throws(DeployerError) in try DiskSurvey.disks() }
        }
        let stick = try Failure.explaining { () throws(PlatformError) in
            try MountTable.read().filter {
                invocation.value(FlagTable.stick).map { Array($0.utf8) } == $0.mountPoint
            }.map { String(decoding: $0.source, as: UTF8.self) }
        }
        // The stick this started from is no disk of the station.
        disks = paths.filter { path in !stick.contains { $0.hasPrefix(path) } }.map(RescueDisk.init)
        if !disks.indices.contains(chosen) { chosen = 0 }
    }

    private func show() throws(Failure) {
        try say("")
        try say(word("SOCLE — secours", "SOCLE — rescue"))
        try say("")
        if disks.isEmpty { try say(word("Aucun disque n’est trouvé.", "No disk is found.")) }
        for (index, disk) in disks.enumerated() {
            let mark = disks.count > 1 ? (index == chosen ? "▶ " : "  ") : ""
            try say(mark + disk.line(context))
        }
        try say("")
        try say("  1  " + word("contrôler ce poste", "check this station"))
        try say(
            "  2  " + word("terminer une restauration interrompue", "finish an interrupted restore")
        )
        try say(
            "  3  "
                + word(
                    "restaurer ce qui diffère (les données des personnes restent)",
                    "restore what differs (people’s data stay)"
                )
        )
        try say(
            "  4  "
                + word(
                    "réinstaller depuis rien (ce qui est sur le disque est effacé)",
                    "install from nothing (what is on the disk is erased)"
                )
        )
        try say("  5  " + word("enregistrer le rapport sur la clé", "save the report on the stick"))
        try say("  6  " + word("afficher le rapport en code QR", "show the report as a QR code"))
        if disks.count > 1 {
            try say("  7  " + word("choisir un autre disque", "choose another disk"))
        }
        try say("  8  " + word("redémarrer", "start again"))
        try say("  9  " + word("éteindre", "switch off"))
        try say("  l  " + word("English", "français"))
        try say("")
    }

    private mutating func choose() throws(Failure) {
        for (index, disk) in disks.enumerated() {
            try say("\(index + 1)  \(disk.line(context))")
        }
        guard let answer = try ask(word("Disque : ", "Disk: ")), let number = Int(answer),
            disks.indices.contains(number - 1)
        else { return }
        chosen = number - 1
    }

    // MARK: The choices

    /// Does what was chosen to the chosen disk, and says why it could not be done.
    private mutating func act(
        _ body: (inout RescueMenu, RescueDisk) throws(Failure) -> Void
    ) throws(Failure) {
        guard disks.indices.contains(chosen) else {
            try say(word("Aucun disque n’est trouvé.", "No disk is found."))
            return
        }
        let disk = disks[chosen]
        if disk.isAdministrative {
            try say(
                word(
                    "Ce poste est en zone administrative : l’Académie s’en occupe. Rien n’en est lu.",
                    "This station is in the administrative zone: the Académie looks after it."
                )
            )
            return
        }
        do throws(Failure) {
            try body(&self, disk)
        } catch {
            context.report(error)
            try tell(error.exit)
        }
        // What a command changed must show.
        try look()
    }
}
