/// Flags of the record, and of the documents and messages made from it.
extension FlagTable {
    static let recordAndReport: [Flag] = [
        head, recordKey, record, records, tickets, months, entry, mailForm, template, sender,
        recipient, send,
    ]

    static let head = Flag(
        "head",
        value: "DIGEST",
        fr: "tête de chaîne attendue",
        en: "expected head of the chain"
    )
    static let recordKey = Flag(
        "key",
        letter: "k",
        value: "FINGERPRINT",
        fr: "empreinte de la seule clé qui peut signer ce journal",
        en: "fingerprint of the one key that may sign this record"
    )
    static let record = Flag(
        "record",
        value: "FILE",
        fr: "journal exporté à vérifier, sans le poste",
        en: "exported record to check, without the station"
    )
    static let records = Flag(
        "records",
        value: "DIR",
        fr: "dossier des journaux exportés des postes, dont le bilan compte les interventions",
        en: "folder of the stations’ exported records, whose interventions the summary counts"
    )
    static let tickets = Flag(
        "tickets",
        value: "FILE",
        fr: "tickets du guichet, le numéro en tête de chaque ligne",
        en: "tickets of the help desk, the number first in each line"
    )
    static let months = Flag(
        "months",
        value: "N",
        fr: "durée de conservation en mois, de 6 à 12 (12 par défaut)",
        en: "months to keep, from 6 to 12 (12 by default)"
    )
    static let entry = Flag(
        "entry",
        value: "N",
        fr: "entrée du journal (par défaut la dernière intervention, ou toutes les décisions)",
        en: "number of the record’s entry (by default the last intervention, or all decisions)"
    )
    static let mailForm = Flag(
        "form",
        value: "FORM",
        choices: ["remedy", "glpi", "texte"],
        fr: "forme du message : celle que l’outil de tickets lit (texte, par défaut)",
        en: "form of the message: the one the ticket tool reads (texte by default)"
    )
    static let template = Flag(
        "template",
        value: "FILE",
        fr: "modèle de message à la place de celui de l’outil",
        en: "template of the message instead of the tool’s own"
    )
    static let sender = Flag(
        "sender",
        value: "ADDRESS",
        fr: "boîte fonctionnelle qui envoie",
        en: "functional mailbox that sends"
    )
    static let recipient = Flag(
        "to",
        value: "ADDRESS",
        isRepeatable: true,
        fr: "boîte fonctionnelle destinataire",
        en: "functional mailbox of the recipient"
    )
    static let send = Flag(
        "send",
        fr: "remet le message au service de messagerie de cette machine (sendmail)",
        en: "hand the message to this machine’s mail service (sendmail)"
    )
}
