import Foundation

/// The smallest complete documents, and the repository's own.
enum Samples {
    static let system = """
        {"format": 1, "document": "socle-systeme", "edition": "2026.1", "proprietaire": "D",
         "validite": {"du": "2026-06-01", "au": "2027-12-31"},
         "systeme": {"id": "debian", "versions": ["12"]},
         "couche": {"cible": "systeme/base-2026.1", "index": "\(String(repeating: "ab", count: 32))"},
         "chemins": [{"motif": "/home", "classe": "preserve"},
                     {"motif": "/etc/passwd", "classe": "merge"}],
         "etapes": [{"id": "lib", "commande": ["/usr/sbin/ldconfig"], "declencheurs": ["/usr/lib"],
                     "critique": true, "delai": 60},
                    {"id": "antivirus", "declencheurs": ["/opt/antivirus"],
                     "script": {"cible": "applicatif/antivirus/installer.sh",
                                "sha256": "\(String(repeating: "cd", count: 32))",
                                "arguments": ["--silencieux"]}}],
         "disque": {"partitions": [{"role": "efi", "taille": 256}, {"role": "racine", "au-moins": 9},
                                   {"role": "donnees", "taille": 8, "montage": "/home"}],
                    "etapes": [{"id": "amorceur", "commande": ["/bin/x", "y"], "delai": 61}]},
         "remplacable": ["/var/lib/dpkg", "/etc/passwd"],
         "base": {"paquets": ["sudo"], "priorites": ["required"]},
         "pilotes": ["e1000e"], "plafond-suppressions": 1000}
        """

    static let application = """
        {"format": 1, "document": "socle-applicatif", "annee": "2026-2027", "revision": 1,
         "proprietaire": "A", "validation": {"inspection": "I", "le": "2026-06-12"},
         "validite": {"du": "2026-09-01", "au": "2027-08-31"},
         "composants": [
          {"id": "kig", "nom": "Kig", "editeur": "KDE", "licence": {"type": "libre", "nom": "GPL"},
           "disciplines": ["maths"],
           "identites": [{"source": "dpkg", "nom": "kig", "version": {"au-moins": "4:22.12"}}]},
          {"id": "bcdi", "nom": "BCDI", "editeur": "C", "education-nationale": true,
           "licence": {"type": "payant", "nom": "L", "acheteur": "etablissement"},
           "identites": [{"source": "windows", "nom": "BCDI*", "editeur": "C"}],
           "exigences": {"memoire": 2048, "disque": 10, "architectures": ["amd64"]},
           "apporte": ["java"]}]}
        """

    static let waiver = """
        {"format": 1, "document": "complement", "id": "sonic", "motif": "Atelier",
         "demandeur": "professeur de technologie", "postes": ["s1-pc01"],
         "identites": [{"source": "dpkg", "nom": "sonic-pi", "version": {"exactement": "3.2.2"}}],
         "etablissements": ["0829001N"], "salles": ["S1"],
         "validite": {"du": "2026-09-01", "au": "2027-08-31"}}
        """

    static let declaration = """
        {"format": 1, "document": "declaration", "motif": "Essai en classe",
         "le": "2026-11-02", "salles": ["S1"],
         "identite": {"source": "flatpak", "nom": "org.kde.kig"}, "essai-jusqu-au": "2026-12-18"}
        """

    static let lock = """
        {"format": 1, "document": "verrou", "etiquette": "poste de référence",
         "paquets": [{"nom": "bash", "version": "5.2.15-2+b8", "architecture": "amd64",
                      "automatique": false}]}
        """

    static let hardware = """
        {"format": 1, "document": "annexe-1", "equipements": [
          {"id": "a", "nom": "Poste A", "genre": "poste fixe", "materiels": ["8086:15bb"],
           "pilotes": ["e1000e"]}]}
        """

    static func bytes(_ text: String) -> [UInt8] { [UInt8](text.utf8) }

    /// The repository this file belongs to.
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The school years the repository ships documents for.
    static let years = ["2025-2026", "2026-2027"]

    static func shipped(_ name: String, year: String = "2026-2027") throws -> [UInt8] {
        [UInt8](try Data(contentsOf: repository.appending(path: "Baselines/\(year)/\(name)")))
    }
}
