import Manifest

/// One way to break a document, which the schema and the decoder must both refuse.
struct Variant: CustomStringConvertible, Sendable {
    let kind: DocumentKind
    let old: String
    let new: String
    let code: ManifestError.Code

    init(_ kind: DocumentKind, _ old: String, _ new: String, _ code: ManifestError.Code) {
        (self.kind, self.old, self.new, self.code) = (kind, old, new, code)
    }

    var description: String { "\(kind.rawValue): \(new.isEmpty ? "without \(old)" : new)" }

    var document: String {
        let whole =
            switch kind {
            case .system: Samples.system
            case .application: Samples.application
            case .lock: Samples.lock
            case .waiver: Samples.waiver
            case .declaration: Samples.declaration
            case .hardware: Samples.hardware
            }
        return whole.replacing(old, with: new)
    }

    static let all: [Variant] = [
        Variant(.system, #""format": 1"#, #""format": 2"#, .unsupportedFormat),
        Variant(.system, #""format": 1"#, #""format": "1""#, .wrongType),
        Variant(.system, #""socle-systeme""#, #""socle-applicatif""#, .wrongDocument),
        Variant(.system, #""edition": "2026.1", "#, "", .missingMember),
        Variant(.system, #""edition""#, #""édition""#, .unknownMember),
        Variant(.system, #""2026.1""#, #""2026 1""#, .malformedValue),
        Variant(.system, #""proprietaire": "D""#, #""proprietaire": " ""#, .emptyValue),
        Variant(.system, #"["12"]"#, "[]", .emptyValue),
        Variant(.system, #""classe": "preserve""#, #""classe": "garder""#, .unknownValue),
        Variant(.system, #""motif": "/home""#, #""motif": "home""#, .malformedValue),
        Variant(.system, #""motif": "/home""#, #""motif": "/home/../etc""#, .malformedValue),
        Variant(.system, #""motif": "/home""#, #""motif": "/var/lib/socle/x""#, .uselessRule),
        Variant(.system, #"["/usr/sbin/ldconfig"]"#, "[]", .emptyValue),
        Variant(.system, #"["/usr/sbin/ldconfig"]"#, #"["ldconfig"]"#, .malformedValue),
        Variant(.system, #""commande": ["/usr/sbin/ldconfig"], "#, "", .missingMember),
        Variant(.system, #""script": {"#, #""commande": ["/bin/x"], "script": {"#, .malformedValue),
        Variant(.system, #""applicatif/antivirus"#, #""complements/antivirus"#, .malformedValue),
        Variant(.system, #""applicatif/antivirus"#, #""applicatif/../antivirus"#, .malformedValue),
        Variant(.system, #""sha256": "cd"#, #""sha256": "CX"#, .malformedValue),
        Variant(.system, #""delai": 60"#, #""delai": 0"#, .outOfRange),
        Variant(.system, #""critique": true"#, #""critique": "oui""#, .wrongType),
        Variant(.system, #"["/var/lib/dpkg""#, #"["/usr""#, .overridableTooWide),
        Variant(.system, #"["/var/lib/dpkg""#, #"["/opt/x/y""#, .overridableTooWide),
        Variant(.system, #"["/var/lib/dpkg""#, #"["/usr/sbin/sshd""#, .overridableProtected),
        Variant(.system, #""systeme/base"#, #""applicatif/base"#, .malformedValue),
        Variant(.system, #""index": "ab"#, #""index": "zz"#, .malformedValue),
        Variant(.system, #"["required"]"#, #"["requis"]"#, .malformedValue),
        Variant(.system, #""role": "efi""#, #""role": "swap""#, .unknownValue),
        Variant(.system, #"{"role": "efi", "taille": 256}, "#, "", .missingMember),
        Variant(.system, #""au-moins": 9"#, #""taille": 9"#, .malformedValue),
        Variant(.system, #""au-moins": 9"#, #""au-moins": 9, "taille": 9"#, .malformedValue),
        Variant(.system, #""taille": 256"#, #""taille": 0"#, .outOfRange),
        Variant(.system, #""taille": 256"#, #""taille": 256, "montage": "/boot""#, .uselessRule),
        Variant(.system, #", "montage": "/home""#, "", .missingMember),
        Variant(.system, #"["/bin/x", "y"]"#, #"["x", "y"]"#, .malformedValue),
        Variant(.system, #""delai": 61"#, #""delai": 3601"#, .outOfRange),
        Variant(.declaration, #""le": "2026-11-02", "#, "", .missingMember),
        Variant(.declaration, #""salles": ["S1"]"#, #""salles": []"#, .emptyValue),
        Variant(.declaration, #""salles": ["S1"]"#, #""salle": ["S1"]"#, .unknownMember),
        Variant(.application, #""disque": 10"#, #""processeur-graphique": "oui""#, .wrongType),
        Variant(.application, #""2026-2027""#, #""2026/2027""#, .malformedValue),
        Variant(.application, #""revision": 1"#, #""revision": 0"#, .outOfRange),
        Variant(.application, #""le": "2026-06-12""#, #""le": "12/06/2026""#, .malformedValue),
        Variant(.application, #", "acheteur": "etablissement""#, "", .buyerMissing),
        Variant(
            .application,
            #""nom": "GPL""#,
            #""nom": "GPL", "acheteur": "collectivite""#,
            .buyerUnexpected
        ),
        Variant(.application, #""type": "libre""#, #""type": "free""#, .unknownValue),
        Variant(.application, #""id": "kig""#, #""id": "Kig !""#, .malformedValue),
        Variant(
            .application,
            #""dpkg", "nom": "kig""#,
            #""dpkg", "nom": "Kig""#,
            .nameMatchesNothing
        ),
        Variant(.application, #""source": "dpkg""#, #""source": "deb""#, .unknownValue),
        Variant(.application, #""4:22.12""#, #""x22""#, .versionMalformed),
        Variant(.application, #""nom": "BCDI*""#, #""nom": "*""#, .nameMatchesNothing),
        Variant(.application, #""memoire": 2048"#, #""memoire": 0"#, .outOfRange),
        Variant(.waiver, #"["0829001N"]"#, #"["082901N"]"#, .malformedValue),
        Variant(.waiver, #"["S1"]"#, "[]", .emptyValue),
        Variant(.waiver, #""demandeur": "professeur de technologie","#, "", .missingMember),
        Variant(.declaration, #""org.kde.kig""#, #""kig""#, .nameMatchesNothing),
        Variant(.declaration, #""motif": "Essai en classe","#, "", .missingMember),
        Variant(.lock, #""automatique": false"#, #""automatique": 0"#, .wrongType),
        Variant(.hardware, "8086:15bb", "15bb", .malformedValue),
        Variant(.hardware, #""nom": "Poste A", "#, "", .missingMember),
        Variant(.hardware, #""genre""#, #""type""#, .unknownMember),
        Variant(.system, #""du": "2026-06-01""#, #""du": "2026-6-1""#, .malformedValue),
        Variant(
            .system,
            #""plafond-suppressions": 1000"#,
            #""plafond-suppressions": -1"#,
            .outOfRange
        ),
        Variant(.system, #"["/usr/lib"]"#, #""/usr/lib""#, .wrongType),
        Variant(.application, #""composants": ["#, #""logiciels": ["#, .unknownMember),
        Variant(.application, #""kig", "version""#, #""kig*", "version""#, .nameMatchesNothing),
        Variant(
            .application,
            #""architectures": ["amd64"]"#,
            #""architectures": ["AMD 64"]"#,
            .malformedValue
        ),
        Variant(
            .application,
            #""education-nationale": true"#,
            #""education-nationale": 1"#,
            .wrongType
        ),
        Variant(.waiver, #""motif": "Atelier","#, "", .missingMember),
        Variant(.declaration, #""2026-12-18""#, #""18/12/2026""#, .malformedValue),
        Variant(.lock, #""architecture": "amd64","#, "", .missingMember),
        Variant(.lock, #""version": "5.2.15-2+b8""#, #""version": """#, .emptyValue),
        Variant(.lock, #""nom": "bash""#, #""nom": """#, .emptyValue),
    ]
}

/// The errors of decoding `text` as `kind`.
func errors(_ kind: DocumentKind, _ text: String) -> [ManifestError] {
    let bytes = Samples.bytes(text)
    do throws(ManifestErrors) {
        switch kind {
        case .system: _ = try SystemDocument.decode(bytes, named: "sample.json")
        case .application: _ = try ApplicationDocument.decode(bytes, named: "sample.json")
        case .lock: _ = try LockDocument.decode(bytes, named: "sample.json")
        case .waiver: _ = try WaiverDocument.decode(bytes, named: "sample.json")
        case .declaration: _ = try DeclarationDocument.decode(bytes, named: "sample.json")
        case .hardware: _ = try HardwareDocument.decode(bytes, named: "sample.json")
        }
        return []
    } catch {
        return error.errors
    }
}
