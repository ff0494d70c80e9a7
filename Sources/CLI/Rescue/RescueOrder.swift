import Deployer
import Model
import Platform
import Primitives
import Report

/// Asks for what the convention wants before a restore.
struct RescueOrder {
    private let menu: RescueMenu

    init(_ menu: RescueMenu) { self.menu = menu }

    /// Asks for the flags of the order.
    ///
    /// - Parameter fromNothing: whether the station is installed on an erased disk, and so has to be
    ///   named where its disk does not tell.
    /// - Returns: the flags; nil where the person gave up.
    /// - Throws: ``Failure`` where nothing can be shown or read.
    func words(fromNothing: Bool) throws(Failure) -> [String]? {
        let ticket = try menu.ask(
            menu.word(
                "Numéro du ticket (Entrée : abandon) : ",
                "Number of the ticket (Enter: give up): "
            )
        )
        guard let ticket, !ticket.isEmpty else { return nil }
        let fault = try menu.ask(
            menu.word("Panne constatée, en quelques mots : ", "The fault, in a few words: ")
        )
        guard let fault, !fault.isEmpty else { return nil }
        let request = try menu.ask(
            menu.word(
                "À la demande de l’établissement ? (o/n) ",
                "At the school’s request? (y/n) "
            )
        )
        let clause = ["o", "oui", "y", "yes"].contains(request?.lowercased() ?? "") ? "AV" : "A4"
        let function = try menu.ask(
            menu.word(
                "Sauvegardes contrôlées aujourd’hui par (fonction) : ",
                "Backups checked today by (function): "
            )
        )
        guard let function, !function.isEmpty else {
            try menu.say(
                menu.word(
                    "Sans contrôle des sauvegardes, rien n’est restauré.",
                    "Without a check of the backups nothing is restored."
                )
            )
            return nil
        }
        var words = ["--ticket", ticket, "--fault", fault, "--clause", clause]
        words += ["--backups-acknowledged", "\(function),\(menu.context.now.day)"]
        guard fromNothing else { return words }
        let name = try menu.ask(
            menu.word(
                "Nom du poste (Entrée : celui qu’il avait) : ",
                "Name of the station (Enter: the one it had): "
            )
        )
        if let name, !name.isEmpty { words += ["--hostname", name] }
        let room = try menu.ask(
            menu.word("Salle (Entrée : celle qu’il avait) : ", "Room (Enter: the one it had): ")
        )
        if let room, !room.isEmpty { words += ["--room", room] }
        return words
    }
}
