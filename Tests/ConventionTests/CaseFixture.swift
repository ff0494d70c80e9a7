import Convention
import Model
import Primitives

/// Cases to decide, each complete but for what a test changes.
enum CaseFixture {
    static func finding(
        _ code: FindingCode,
        _ subject: String,
        weight: FindingWeight = .deviation,
        component: String? = nil,
        source: InventorySource = .dpkg
    ) -> Finding {
        Finding(
            code,
            subject: subject,
            weight: weight,
            component: component,
            source: source,
            evidence: [Evidence(file: "var/lib/dpkg/status", field: subject)]
        )
    }

    static func standing(
        waivers: [Waiver] = [],
        declarations: [Declaration] = []
    ) throws -> Standing {
        Standing(
            waivers: waivers,
            declarations: declarations,
            station: StationIdentity(
                id: "0f",
                name: "S121-PC04",
                school: try SchoolCode("0829001N"),
                room: "S121"
            ),
            today: try Day("2026-11-23")
        )
    }

    static func order(clause: Clause? = .article4) throws -> RestoreOrder {
        RestoreOrder(
            ticket: "INC-1",
            clause: clause,
            fault: "le poste ne démarre plus",
            backups: .init(function: "gestionnaire réseau", day: try Day("2026-11-22"))
        )
    }

    /// A teaching station with one unlisted program, and everything asserted.
    static func founded(
        _ findings: [Finding] = [finding(.unlisted, "minetest")],
        clause: Clause? = .article4
    ) throws -> RestoreCase {
        RestoreCase(
            verdict: .deviations,
            findings: findings,
            order: try order(clause: clause),
            declaredZone: .teaching,
            addressZone: .teaching,
            standing: try standing()
        )
    }

    static func waiver(
        _ name: String,
        schools: [String] = [],
        rooms: [String] = [],
        stations: [String] = [],
        until: String = "2027-08-31"
    ) throws -> Waiver {
        var codes: [SchoolCode] = []
        for school in schools { codes.append(try SchoolCode(school)) }
        return Waiver(
            id: "C-1",
            identities: [ComponentIdentity(source: .dpkg, name: name)],
            scope: StationScope(schools: codes, rooms: rooms, stations: stations),
            validity: Validity(from: try Day("2026-09-01"), until: try Day(until)),
            function: "professeur de technologie",
            reason: ""
        )
    }
}
