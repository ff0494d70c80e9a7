import Manifest
import Model
import Primitives
import Testing

@Suite struct AddressPlanTests {
    static let table = """
        # remarque
        uai;zone;cidr;vlan;usage
        0829001N;pedagogique;172.17.0.0/16;20;salles
        0829001N;administrative;172.17.1.0/24;10;administration
        0829001N;pedagogique;172.17.1.128/25;21;CDI
        0829002P;administrative;172.17.0.0/16;10;administration
        """

    static func plan(_ text: String = table) throws(ManifestErrors) -> AddressPlan {
        try AddressPlan.decode(Array(text.utf8), named: "plan-ip.csv")
    }

    @Test(arguments: [
        ("172.17.9.9", Zone.teaching), ("172.17.1.5", .administrative),
        ("172.17.1.200", .teaching), ("10.0.0.1", .unknown), ("2001:db8::1", .unknown),
    ])
    func theLongestRangeDecides(_ address: String, _ zone: Zone) throws {
        let school = try SchoolCode("0829001N")
        #expect(try Self.plan().zone(of: NetworkAddress(address), in: school) == zone)
    }

    @Test func withoutASchoolTheRangeThatForbidsDecides() throws {
        #expect(try Self.plan().zone(of: NetworkAddress("172.17.9.9"), in: nil) == .administrative)
    }

    @Test func oneAddressInTheAdministrativeNetworkIsEnough() throws {
        let school = try SchoolCode("0829001N")
        let addresses = try ["10.0.0.1", "172.17.9.9", "172.17.1.5"].map(NetworkAddress.init(_:))
        let plan = try Self.plan()
        #expect(plan.zone(of: addresses, in: school) == .administrative)
        #expect(plan.zone(of: Array(addresses.prefix(2)), in: school) == .teaching)
        #expect(plan.zone(of: Array(addresses.prefix(1)), in: school) == .unknown)
        #expect(plan.zone(of: [NetworkAddress](), in: school) == nil)
    }

    @Test func namesEveryFaultWithItsLine() throws {
        let text = """
            uai;zone;cidr;vlan;usage
            0829001A;pedagogique;172.17.0.0/16;20;salles
            0829001N;inconnue;172.17.0.1/16;20;salles
            0829001N;pedagogique;172.18.0.0/16;20
            0829001N;pedagogique;172.19.0.0/16;20;a
            0829001N;pedagogique;172.19.0.0/16;20;b
            """
        let errors = #expect(throws: ManifestErrors.self) { try Self.plan(text) }
        #expect(
            errors?.errors.map(\.path)
                == ["line 2.uai", "line 3.cidr", "line 3.zone", "line 4", "line 6"]
        )
    }

    @Test(arguments: ["", "# seul", "uai,zone,cidr,vlan,usage\n", "\u{0}\u{0}"])
    func refusesATableWithoutItsHeader(_ text: String) {
        #expect(throws: ManifestErrors.self) { try Self.plan(text) }
    }

    @Test func refusesBytesThatAreNoText() {
        #expect(throws: ManifestErrors.self) {
            try AddressPlan.decode([0xFF, 0xFE, 0x41], named: "plan-ip.csv")
        }
    }

    @Test func readsThePlansThatAreShipped() throws {
        for year in Samples.years {
            let plan = try AddressPlan.decode(
                Samples.shipped("plan-ip.csv", year: year),
                named: "plan-ip.csv"
            )
            #expect(!plan.ranges.isEmpty)
        }
    }
}
