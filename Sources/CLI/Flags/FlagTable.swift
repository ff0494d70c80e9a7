/// Every flag of the tool, each written once.
public enum FlagTable {
    /// Flags every command accepts.
    public static let common: [Flag] = [help, language, color, quiet, jobs]

    /// Every flag, in the order help shows them.
    public static let all: [Flag] =
        [
            root, imports, depot, baseline, trust, lock, deep, quick, explain, explainCoverage,
            format, inventoryFormat, output,
            events,
            ticket, clause,
            fault, backups, replacement, scope, plan, approve, removals, edition, upTo, takeBack,
            kind, name,
            base,
            level, since,
            key, rootKey, role, systemKey, applicationKey, operatorKey, passphraseFile,
            rootMetadata,
            fingerprint, seen, school, room, zone, address,
            noSteps,
            allowAnyRoot, acceptStale,
            replaceKeys, signedDrafts, forSigning, limitRate, fetch,
            encrypt, replacedKey, newKey, software,
            stationName, function, reason, firstDay, lastDay,
            compare, declarations, withdraw,
            disk, hostname, eraseData, eraseEncrypted, stick, machine,
        ] + recordAndReport + lab + common

    static let help = Flag("help", letter: "h", fr: "affiche cette aide", en: "show this help")
    static let language = Flag(
        "lang",
        value: "LANG",
        choices: ["fr", "en"],
        fr: "langue des textes",
        en: "language of texts"
    )
    static let color = Flag(
        "color",
        value: "WHEN",
        choices: ["auto", "always", "never"],
        fr: "couleurs sur le terminal",
        en: "colours on the terminal"
    )
    static let quiet = Flag(
        "quiet",
        letter: "q",
        fr: "n’affiche pas la progression",
        en: "show no progress"
    )
    static let jobs = Flag(
        "jobs",
        letter: "j",
        value: "N",
        fr: "nombre de tâches simultanées (les cœurs, par défaut)",
        en: "number of workers (the cores by default)"
    )
    static let root = Flag(
        "root",
        letter: "r",
        value: "DIR",
        fr: "racine du poste à traiter (« / » par défaut)",
        en: "root of the station (“/” by default)"
    )
    static let imports = Flag(
        "import",
        value: "FILE|DIR",
        isRepeatable: true,
        fr: "inventaire d’un autre outil, ou dossier d’inventaires, au lieu du poste",
        en: "an inventory of another tool, or a folder of them, instead of the station"
    )
    static let depot = Flag(
        "depot",
        letter: "d",
        value: "DIR|URL",
        fr: "dépôt signé : un dossier, ou une adresse http ou https",
        en: "signed depot: a folder, or an http or https address"
    )
    static let baseline = Flag(
        "baseline",
        letter: "b",
        value: "DIR",
        fr: "dossier de documents non signés à comparer, sans dépôt",
        en: "folder of unsigned documents to compare with, without a depot"
    )
    static let trust = Flag(
        "trust",
        value: "FILE",
        fr: "métadonnées racine de confiance, si le poste n’est pas enrôlé",
        en: "trusted root metadata, where the station is not enrolled"
    )
    static let lock = Flag(
        "lock",
        value: "FILE",
        fr: "verrou : la liste exacte des paquets de l’image de référence",
        en: "lock: the exact list of packages of the reference image"
    )
    static let deep = Flag(
        "deep",
        fr: "relit tous les fichiers",
        en: "read every file again"
    )
    static let quick = Flag(
        "quick",
        fr: "compare sans relire les fichiers déjà vérifiés (par défaut)",
        en: "compare without reading files already verified (default)"
    )
    static let explain = Flag(
        "explain",
        value: "CODE/SUBJECT",
        fr: "explique un écart, du fait au verdict",
        en: "explain a finding, from fact to verdict"
    )
    static let format = Flag(
        "format",
        letter: "f",
        value: "FORMAT",
        choices: ["text", "json", "ndjson", "csv", "html", "mtree"],
        fr: "forme du résultat",
        en: "form of the result"
    )
    static let explainCoverage = Flag(
        "explain",
        fr: "dit ce qui n’a pas été collecté, et pourquoi",
        en: "tell what was not collected, and why"
    )
    static let inventoryFormat = Flag(
        "format",
        letter: "f",
        value: "FORMAT",
        choices: ["text", "json", "csv", "glpi", "cyclonedx"],
        fr: "forme du résultat",
        en: "form of the result"
    )
    static let output = Flag(
        "output",
        letter: "o",
        value: "FILE",
        fr: "écrit le résultat dans ce fichier",
        en: "write the result to this file"
    )
    static let events = Flag(
        "events",
        value: "FILE",
        fr: "écrit l’avancement dans ce fichier, un objet JSON par ligne",
        en: "write progress to this file, one JSON object a line"
    )
    static let ticket = Flag(
        "ticket",
        value: "N",
        fr: "numéro du ticket du guichet",
        en: "number of the help desk’s ticket"
    )
    static let clause = Flag(
        "clause",
        value: "CLAUSE",
        choices: ["A2", "A4", "AV"],
        fr: "clause invoquée de la convention",
        en: "clause of the convention invoked"
    )
    static let fault = Flag(
        "fault",
        value: "TEXT",
        fr: "dysfonctionnement constaté",
        en: "the malfunction reported"
    )
    static let backups = Flag(
        "backups-acknowledged",
        value: "FUNCTION,DAY",
        fr: "sauvegardes contrôlées par cette fonction à cette date (AAAA-MM-JJ)",
        en: "backups checked by this function on this day (YYYY-MM-DD)"
    )
    static let replacement = Flag(
        "replacement",
        fr: "ce poste prend la place d’un autre, dont les données locales sont à transférer",
        en: "this station takes the place of another, whose local data are to be transferred"
    )
    static let scope = Flag(
        "scope",
        value: "SCOPE",
        choices: ["reinstallation", "reparation"],
        fr: "étendue de la restauration",
        en: "extent of the restore"
    )
    static let plan = Flag(
        "plan",
        letter: "p",
        value: "FILE",
        fr: "plan à exécuter (« plan.json »)",
        en: "plan to carry out (plan.json)"
    )
    static let approve = Flag(
        "approve",
        value: "ID",
        fr: "approuve le plan qui porte cet identifiant",
        en: "approve the plan of this id"
    )
    static let removals = Flag(
        "allow-removals",
        value: "N",
        fr: "approuve les N retraits du plan, au-delà du plafond du socle",
        en: "approve the plan’s N removals, beyond the baseline’s cap"
    )
    static let edition = Flag(
        "edition",
        value: "EDITION",
        fr: "édition du socle système, année scolaire du socle applicatif, ou les deux séparées "
            + "d’une virgule (celles qui valent aujourd’hui, par défaut)",
        en: "edition of the socle système, school year of the socle applicatif, or both with a "
            + "comma (those valid today by default)"
    )
    static let upTo = Flag(
        "up-to",
        value: "N",
        fr: "jusqu’à la restauration n° N incluse (toutes, par défaut)",
        en: "up to restore no. N included (all by default)"
    )
    static let takeBack = Flag(
        "take-back",
        fr: "revient à l’état d’avant au lieu de terminer",
        en: "go back to the state before instead of finishing"
    )
    static let kind = Flag(
        "kind",
        value: "KIND",
        choices: ["systeme", "applicatif"],
        fr: "sorte de couche",
        en: "kind of layer"
    )
    static let name = Flag("name", value: "NAME", fr: "nom de la couche", en: "name of the layer")
    static let base = Flag(
        "base",
        value: "IDX",
        fr: "index de la couche système sur laquelle construire",
        en: "index of the system layer to build on"
    )
    static let level = Flag(
        "level",
        value: "N",
        fr: "niveau de compression zstd (1 à 19)",
        en: "zstd level (1 to 19)"
    )
    static let since = Flag(
        "since",
        value: "LAYER",
        fr: "édition précédente de la couche : dit ce qu’un poste qui l’a doit télécharger",
        en: "an earlier edition of the layer: tell what a station that has it must fetch"
    )
    static let key = Flag(
        "key",
        letter: "k",
        value: "FILE",
        isRepeatable: true,
        fr: "clé privée qui signe (PEM)",
        en: "private key that signs (PEM)"
    )
    static let rootKey = Flag(
        "root-key",
        value: "FILE",
        isRepeatable: true,
        fr: "clé racine (quatre : D1 D2 A1 A2)",
        en: "root key (four: D1 D2 A1 A2)"
    )
    static let role = Flag(
        "role",
        value: "ROLE",
        choices: ["root", "targets", "systeme", "applicatif", "complements"],
        fr: "rôle concerné",
        en: "role concerned"
    )
    static let systemKey = Flag(
        "department-key",
        value: "FILE",
        fr: "clé du Département",
        en: "the Département’s key"
    )
    static let applicationKey = Flag(
        "academy-key",
        value: "FILE",
        fr: "clé de l’Académie",
        en: "the Académie’s key"
    )
    static let operatorKey = Flag(
        "operator-key",
        value: "FILE",
        fr: "clé de l’exploitant du dépôt",
        en: "the depot operator’s key"
    )
    static let passphraseFile = Flag(
        "passphrase-file",
        value: "FILE",
        fr: "fichier qui contient la phrase secrète des clés",
        en: "file that holds the keys’ passphrase"
    )
    static let rootMetadata = Flag(
        "root-metadata",
        value: "FILE",
        fr: "métadonnées racine reçues des deux institutions",
        en: "root metadata received from both institutions"
    )
    static let fingerprint = Flag(
        "fingerprint",
        value: "D,A",
        fr: "empreintes des clés du Département et de l’Académie",
        en: "fingerprints of the Département’s and the Académie’s keys"
    )
    static let seen = Flag(
        "seen",
        value: "DEPOT",
        fr: "copie récente du dépôt : le poste en refusera toute version plus ancienne",
        en: "recent copy of the depot: the station will refuse any older version of it"
    )
    static let school = Flag(
        "school",
        value: "UAI",
        fr: "code UAI de l’établissement",
        en: "the school’s UAI code"
    )
    static let room = Flag("room", value: "ROOM", fr: "salle", en: "room")
    static let zone = Flag(
        "zone",
        value: "ZONE",
        choices: ["pedagogique", "administrative", "inconnue"],
        fr: "zone du réseau",
        en: "zone of the network"
    )
    static let address = Flag(
        "address",
        value: "IP",
        fr: "adresse du poste, si ce n’est pas cette machine",
        en: "the station’s address, where it is not this machine"
    )
    static let noSteps = Flag(
        "no-steps",
        fr: "n’exécute pas les étapes qui suivent la restauration",
        en: "do not run the steps that follow a restore"
    )
    static let allowAnyRoot = Flag(
        "any-root",
        fr: "accepte une racine sans /etc/os-release",
        en: "accept a root without /etc/os-release"
    )
    static let acceptStale = Flag(
        "accept-stale",
        fr: "accepte un dépôt dont la fraîcheur est passée (instantané, horodatage) ; consigné",
        en: "accept a depot whose freshness ran out (snapshot, timestamp); recorded"
    )
    static let replaceKeys = Flag(
        "replace-keys",
        fr: "remplace les clés auxquelles ce poste se fie déjà",
        en: "replace the keys this station trusts already"
    )
    static let signedDrafts = Flag(
        "signed",
        value: "DIR",
        fr: "dossier rapporté par un signataire, dont reprendre les brouillons",
        en: "folder a signer brought back, to take the drafts of"
    )
    static let forSigning = Flag(
        "for-signing",
        fr: "n’exporte que ce qu’il faut pour lire et signer les brouillons",
        en: "export only what it takes to read and sign the drafts"
    )
    static let limitRate = Flag(
        "limit-rate",
        value: "KIB",
        fr: "débit demandé à la ligne, au plus, en Kio par seconde",
        en: "most that is asked of the line, in KiB a second"
    )
    static let fetch = Flag(
        "fetch",
        fr: "télécharge dès maintenant ce que lira la restauration, qui se fera sans la ligne",
        en: "fetch now what the restore will read, so that it needs no line"
    )
    static let encrypt = Flag(
        "encrypt",
        fr: "demande une phrase secrète au terminal et en chiffre la clé",
        en: "ask for a passphrase on the terminal and encrypt the key with it"
    )
    static let replacedKey = Flag(
        "old",
        value: "FINGERPRINT",
        fr: "empreinte de la clé à remplacer",
        en: "fingerprint of the key to replace"
    )
    static let newKey = Flag(
        "new",
        value: "FILE",
        fr: "clé qui la remplace (sa partie publique suffit)",
        en: "key that takes its place (its public half will do)"
    )
    static let software = Flag(
        "software",
        value: "SOURCE:NAME",
        isRepeatable: true,
        fr: "logiciel concerné, tel que sa source le nomme : dpkg:sonic-pi, flatpak:org.kde.kig",
        en: "software concerned, as its source names it: dpkg:sonic-pi, flatpak:org.kde.kig"
    )
    static let stationName = Flag(
        "station",
        value: "NAME",
        isRepeatable: true,
        fr: "poste concerné, par son nom ou son identifiant (tous, par défaut)",
        en: "station concerned, by its name or its id (all by default)"
    )
    static let function = Flag(
        "function",
        value: "TEXT",
        fr: "fonction de qui demande, jamais un nom",
        en: "function of who asks, never a name"
    )
    static let reason = Flag("reason", value: "TEXT", fr: "motif", en: "reason")
    static let firstDay = Flag(
        "from",
        value: "DAY",
        fr: "premier jour (AAAA-MM-JJ)",
        en: "first day (YYYY-MM-DD)"
    )
    static let compare = Flag(
        "compare",
        fr: "compare entre eux les postes d’un même dossier, sans socle",
        en: "compare the stations of one folder with each other, without a socle"
    )
    static let declarations = Flag(
        "declarations",
        value: "DIR",
        fr: "dossier de déclarations de plusieurs postes (celles du poste, par défaut)",
        en: "folder of the declarations of many stations (the station’s own by default)"
    )
    static let disk = Flag(
        "disk",
        value: "DEV",
        fr: "réinstalle depuis rien le poste dont c’est le disque ; sans --approve, montre ce qui "
            + "serait effacé",
        en: "install the station of this disk from nothing; without --approve, show what would be "
            + "erased"
    )
    static let hostname = Flag(
        "hostname",
        value: "NAME",
        fr: "nom du poste (celui qu’il avait, par défaut)",
        en: "name of the station (the one it had by default)"
    )
    static let eraseData = Flag(
        "erase-data",
        fr: "efface aussi la partition de données, qui est gardée sans cela",
        en: "erase the partition of data too, which is kept otherwise"
    )
    static let eraseEncrypted = Flag(
        "erase-encrypted",
        value: "VOLUME",
        isRepeatable: true,
        fr: "volume chiffré à effacer, par son nom, tel que sda3",
        en: "encrypted volume to erase, by its name such as sda3"
    )
    static let stick = Flag(
        "stick",
        value: "DIR",
        fr: "où est montée la clé du secours, qui reçoit les rapports",
        en: "where the rescue stick is mounted, which takes reports"
    )
    static let machine = Flag(
        "machine",
        fr: "éteint ou redémarre l’ordinateur à la fin du menu",
        en: "switch the computer off or start it again when the menu ends"
    )
    static let withdraw = Flag(
        "withdraw",
        fr: "retire la déclaration au lieu de la faire",
        en: "withdraw the declaration instead of making it"
    )
    static let lastDay = Flag(
        "until",
        value: "DAY",
        fr: "dernier jour (AAAA-MM-JJ)",
        en: "last day (YYYY-MM-DD)"
    )
}
