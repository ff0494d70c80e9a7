import Foundation
import Model
import Primitives

/// Values the report tests share.
enum Samples {
    static func digest(_ byte: UInt8) throws -> Digest {
        try Digest(bytes: [UInt8](repeating: byte, count: 32))
    }

    static func station() throws -> StationIdentity {
        StationIdentity(
            id: "0a1b",
            name: "S121-PC04",
            school: try SchoolCode("0829001N"),
            room: "S121",
            zone: .teaching
        )
    }

    static func layer() throws -> LayerReference {
        LayerReference(kind: .system, name: "base", edition: "2026.1", index: try digest(7))
    }

    static func minetest() throws -> Finding {
        Finding(
            .unlisted,
            subject: "minetest",
            found: "5.6.1",
            brought: (1...41).map { "lib\($0)" },
            since: try Day("2026-03-12"),
            command: "apt install minetest",
            evidence: [Evidence(file: "var/lib/dpkg/status", field: "Package: minetest")]
        )
    }

    static func scan(
        _ verdict: Verdict = .deviations,
        findings: [Finding]? = nil,
        coverage: [SourceCoverage] = [],
        isSigned: Bool = false
    ) throws -> ScanResult {
        let listed = Finding(
            .missing,
            subject: "tuxmath",
            expected: "2.0.3",
            component: "tuxmath",
            evidence: []
        )
        return ScanResult(
            station: try station(),
            taken: try Instant("2026-03-12T08:30:00Z"),
            reference: ScanReference(
                isSigned: isSigned,
                systemEdition: "2026.1",
                schoolYear: SchoolYear(startingIn: 2026),
                revision: 1,
                layers: [try layer()]
            ),
            verdict: verdict,
            findings: try findings ?? [minetest(), listed],
            coverage: coverage,
            method: .deep,
            comparedPaths: 67_000,
            packageCount: 612
        )
    }

    static func decision() throws -> Decision {
        Decision(
            kind: .reinstallationFounded,
            rules: ["A4-8"],
            grounds: ["hors-socle/minetest"],
            order: RestoreOrder(
                ticket: "INC-1",
                clause: .article4,
                fault: "L'écran reste noir",
                backups: RestoreOrder.BackupAcknowledgement(
                    function: "gestionnaire réseau",
                    day: try Day("2026-03-12")
                )
            )
        )
    }

    static func plan() throws -> Plan {
        let hostile = try RelativePath(bytes: [0x6F, 0x70, 0x74, 0x2F, 0xFF, 0x1B])
        return Plan(
            id: try digest(0xAB),
            station: try station(),
            made: try Instant("2026-03-12T09:00:00Z"),
            scope: .reinstallation,
            layers: [try layer()],
            changes: [
                PlanChange(
                    path: try RelativePath("usr/games/tuxmath"),
                    action: .create,
                    kind: .regular,
                    pathClass: .exact,
                    bytes: 1_500_000,
                    digest: try digest(1),
                    package: "tuxmath"
                ),
                PlanChange(
                    path: .root,
                    action: .setMetadata,
                    kind: .directory,
                    pathClass: .exact,
                    bytes: 0,
                    digest: nil,
                    package: nil
                ),
                PlanChange(
                    path: hostile,
                    action: .remove,
                    kind: .fifo,
                    pathClass: .exact,
                    bytes: 12,
                    digest: nil,
                    package: nil
                ),
            ],
            losses: PlanLosses(
                packages: ["minetest 5.6.1"],
                programs: ["opt/jeu"],
                settings: [try RelativePath("etc/motd")],
                possibleData: [hostile],
                downgrades: ["bash 5.3 → 5.2"],
                bytes: 12
            ),
            bytesToFetch: 12_400_000,
            bytesReused: 0,
            steps: ["bibliotheques"],
            estimatedSeconds: 95,
            removalCap: 50_000,
            decision: try decision(),
            toReinstall: ["sonic-pi"]
        )
    }

    static func inventory() throws -> Inventory {
        Inventory(
            taken: try Instant("2026-03-12T08:30:00Z"),
            system: Inventory.System(
                id: "debian",
                version: "12",
                name: "Debian GNU/Linux 12 (bookworm)",
                architecture: "amd64"
            ),
            items: [
                InventoryItem(
                    source: .dpkg,
                    name: "tuxmath",
                    version: "2.0.3-9",
                    architecture: "amd64",
                    origin: .asked,
                    installed: try Day("2026-03-12"),
                    evidence: Evidence(file: "var/lib/dpkg/status", field: "Package: tuxmath")
                ),
                InventoryItem(
                    source: .files,
                    name: "=cmd()|x",
                    version: "",
                    origin: .manualCopy,
                    state: .broken("x;y"),
                    paths: [try RelativePath("opt/x")],
                    evidence: Evidence(file: "opt/x", field: "ELF")
                ),
            ],
            coverage: [
                SourceCoverage(source: .dpkg, state: .read, detail: "var/lib/dpkg/status"),
                SourceCoverage(source: .snap, state: .notCovered, detail: ""),
            ]
        )
    }

    /// The repository this file belongs to.
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}

extension String {
    /// The text with every typographic space made visible as a plain one.
    var plainSpaces: String {
        replacing("\u{202F}", with: " ").replacing("\u{A0}", with: " ")
    }
}
