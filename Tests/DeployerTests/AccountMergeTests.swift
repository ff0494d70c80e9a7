import Deployer
import Model
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .enabled(if: isRoot, "needs root: owners")) struct AccountMergeTests {
    private static let rules: [PathRule] = {
        ["passwd", "shadow", "group", "gshadow", "subuid", "subgid"].compactMap { name in
            // The literals are valid patterns.
            (try? PathPattern("/etc/\(name)")).map { PathRule($0, .merge) }
        }
    }()

    private func bench(_ station: [String: String], _ socle: [String: String]) throws -> Bench {
        let bench = try Bench(rules: Self.rules)
        for (root, files) in [(try bench.station, station), (try bench.reference, socle)] {
            try Tree {
                for (name, text) in files.sorted(by: { $0.key < $1.key }) {
                    RegularFile("etc/\(name)", text)
                }
            }.write(to: root)
        }
        try bench.build()
        return bench
    }

    private func text(_ bench: Bench, _ name: String) throws -> String {
        String(
            decoding: try bench.station.read(RelativePath("etc/\(name)"), limit: 9999),
            as: UTF8.self
        )
    }

    private static let socle = [
        "passwd": "root:x:0:0:root:/root:/bin/bash\nlp:x:7:7::/:/bin/false\nnew:x:120:120::/:/x\n",
        "shadow": "root:!:1::::::\nlp:*:1::::::\nnew:*:1::::::\n",
        "group": "root:x:0:\nlp:x:7:\nnew:x:120:\nlpadmin:x:110:lp\n",
        "gshadow": "root:*::\nlp:!::\nnew:!::\nlpadmin:!::lp\n",
        "subuid": "",
    ]
    private static let station = [
        "passwd": "root:x:0:0:root:/root:/bin/sh\nlp:x:7:7::/:/bin/false\n"
            + "eleve:x:1000:1000::/home/eleve:/bin/bash\ngame:x:130:130::/:/x\n",
        "shadow": "root:secret:1::::::\nlp:*:1::::::\neleve:hash:2::::::\ngame:*:1::::::\n",
        "group": "root:x:0:\nlp:x:7:\nlpadmin:x:110:eleve,game\neleve:x:1000:\ngame:x:130:\n",
        "gshadow": "root:*::\nlp:!::\nlpadmin:!::eleve\neleve:!::\ngame:!::\n",
        "subuid": "eleve:100000:65536\ngame:165536:65536\n",
    ]

    @Test func systemAccountsComeFromTheSocleAndPeopleStay() throws {
        let bench = try bench(Self.station, Self.socle)
        bench.expectDone(try bench.restore())
        #expect(
            try text(bench, "passwd")
                == Self.socle["passwd"].map {
                    $0 + "eleve:x:1000:1000::/home/eleve:/bin/bash\n"
                }
        )
        #expect(
            try text(bench, "shadow")
                == "root:!:1::::::\nlp:*:1::::::\nnew:*:1::::::\neleve:hash:2::::::\n"
        )
        #expect(
            try text(bench, "group")
                == "root:x:0:\nlp:x:7:\nnew:x:120:\nlpadmin:x:110:lp,eleve\neleve:x:1000:\n"
        )
        #expect(try text(bench, "gshadow").contains("lpadmin:!::lp,eleve\neleve:!::\n"))
        #expect(try text(bench, "subuid") == "eleve:100000:65536\n")
    }

    @Test func aSecondMergeChangesNothing() throws {
        let bench = try bench(Self.station, Self.socle)
        try bench.restore()
        let plan = try bench.restorer().plan(scope: .reinstallation, now: Bench.now)
        #expect(plan.changes.isEmpty)
    }

    @Test func aPersonWithAnAccountNameOfTheSystemIsRefused() throws {
        var station = Self.station
        station["passwd", default: ""] += "new:x:1001:1001::/home/new:/bin/bash\n"
        let bench = try bench(station, Self.socle)
        let error = #expect(throws: DeployerError.self) { try bench.restore() }
        #expect(error?.code == .accountClash)
        #expect(error?.items.first?.contains("“new”") == true)
    }

    @Test func twoPeopleWithOneIdAreRefused() throws {
        var station = Self.station
        station["passwd", default: ""] += "autre:x:1000:1000::/home/autre:/bin/bash\n"
        let bench = try bench(station, Self.socle)
        let error = #expect(throws: DeployerError.self) { try bench.restore() }
        #expect(error?.code == .accountClash)
    }

    @Test func aStationWithoutAccountsGetsTheSocles() throws {
        let bench = try bench([:], Self.socle)
        bench.expectDone(try bench.restore())
        #expect(try text(bench, "passwd") == Self.socle["passwd"])
    }
}
