/// The flags of `socle lab`.
extension FlagTable {
    static let lab = [
        roster, policy, playbooks, labFormat, wake, reboot, shutdown, rosterForm, rosterRule,
    ]

    static let roster = Flag(
        "roster",
        value: "FILE",
        fr: "liste des salles et des postes (« /etc/socle/postes.json »)",
        en: "list of rooms and stations (/etc/socle/postes.json)"
    )
    static let policy = Flag(
        "policy",
        value: "FILE",
        fr: "ce que l’opérateur peut faire aux salles (« /etc/socle/salles.json »)",
        en: "what the operator may do to rooms (/etc/socle/salles.json)"
    )
    static let playbooks = Flag(
        "playbooks",
        value: "DIR",
        fr: "dossier des playbooks Ansible de socle",
        en: "folder of socle’s Ansible playbooks"
    )
    static let labFormat = Flag(
        "format",
        letter: "f",
        value: "FORMAT",
        choices: ["text", "json", "ndjson"],
        fr: "forme du résultat ; ndjson donne aussi l’avancement",
        en: "form of the result; ndjson tells progress too"
    )
    static let wake = Flag(
        "wake",
        fr: "allume d’abord les postes par le réseau",
        en: "wake the stations by the network first"
    )
    static let reboot = Flag(
        "reboot",
        fr: "redémarre les postes pour lesquels c’est conseillé",
        en: "start again the stations for which that is advised"
    )
    static let shutdown = Flag(
        "shutdown",
        fr: "éteint les postes à la fin",
        en: "shut the stations down at the end"
    )
    static let rosterForm = Flag(
        "from",
        value: "FORM",
        choices: ["csv", "ansible", "glpi"],
        fr: "forme de la liste : CSV, ansible-inventory --list, export GLPI",
        en: "form of the list: CSV, ansible-inventory --list, GLPI export"
    )
    static let rosterRule = Flag(
        "rule",
        value: "FILE",
        fr: "règle de l’établissement : zones des salles, noms des postes",
        en: "the school’s rule: zones of rooms, names of stations"
    )
}
