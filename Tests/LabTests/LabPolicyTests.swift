import Lab
import Primitives
import Testing

@Suite struct LabPolicyTests {
    static func policy(_ members: String = "") throws -> LabPolicy {
        try LabPolicy.decode(
            [UInt8](
                """
                {"format": 1, "document": "salles", "etablissements": ["0829001N"]\(members)}
                """.utf8
            )
        )
    }

    @Test func theCanaryGoesFirstAndAlone() throws {
        let policy = try Self.policy(#", "canari": 2, "vague": 3"#)
        #expect(policy.waves(Array(1...9)) == [[1, 2], [3, 4, 5], [6, 7, 8], [9]])
        #expect(policy.waves([1]) == [[1]])
        #expect(policy.waves([Int]()) == [])
    }

    @Test func pathsStartAtTheFolderOfThePolicy() throws {
        let policy = try Self.policy(#", "cle": "cles/salle", "calendrier": "/srv/cours.ics""#)
            .resolved(from: "/etc/socle")
        #expect(policy.key == "/etc/socle/cles/salle")
        #expect(policy.calendar == "/srv/cours.ics")
        #expect(policy.state == "/var/lib/socle-lab")
    }

    @Test(arguments: [
        #""cle": "a b""#, #""cle": "-oProxyCommand=x""#, #""cle": "a\nProxyCommand x""#,
        #""compte": """#,
    ])
    func refusesWhatSshCouldReadAsSomethingElse(member: String) {
        #expect { try Self.policy(", " + member) } throws: { ($0 as? LabError)?.code == .malformed }
    }

    @Test func refusesAMemberItDoesNotKnow() {
        #expect { try Self.policy(#", "verification": false"#) } throws: {
            ($0 as? LabError)?.subject == "$.verification"
        }
    }
}
