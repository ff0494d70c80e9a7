import Inventory
import Model
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch)
struct DpkgStatusParserTests {
    private func parse(_ text: String) throws -> [DpkgPackage] {
        try DpkgStatusParser.parse(Array(text.utf8), file: "status")
    }

    @Test
    func refusesARecordWithoutANameAndSaysWhere() throws {
        let text = InventoryRoots.record("a") + "\nStatus: install ok installed\n"
        let error = #expect(throws: InventoryError.self) { try parse(text) }
        #expect(error?.code == .malformed)
        #expect(error?.subject == "status:6")
    }

    @Test
    func refusesALineThatIsNoField() throws {
        let error = #expect(throws: InventoryError.self) {
            try parse("Package: a\nno field here\n")
        }
        #expect(error?.subject == "status:2")
    }

    @Test
    func refusesAStatusThatDpkgDoesNotWrite() throws {
        let error = #expect(throws: InventoryError.self) {
            try parse(InventoryRoots.record("a", status: "install ok fine"))
        }
        #expect(error?.subject == "status:2")
        #expect(error?.detail.contains("install ok fine") == true)
    }

    @Test
    func refusesAFieldGivenTwice() throws {
        let error = #expect(throws: InventoryError.self) {
            try parse("Package: a\nPackage: b\nStatus: install ok installed\n")
        }
        #expect(error?.subject == "status:2")
    }

    @Test
    func keepsTheFirstLineOfADescriptionAndFollowsContinuations() throws {
        let text = InventoryRoots.record(
            "a",
            more: "Description: a thing\n with more\n .\n to say\nDepends: b,\n c (>= 2)"
        )
        let package = try #require(try parse(text).first)
        #expect(package.summary == "a thing")
        #expect(package.relations.depends.map { $0.map(\.name) } == [["b"], ["c"]])
    }

    @Test
    func readsSettingsWithTheirFlags() throws {
        let sum = String(repeating: "a", count: 32)
        let text = InventoryRoots.record(
            "a",
            more: "Conffiles:\n /etc/a b \(sum)\n /etc/c \(sum) obsolete"
        )
        let conffiles = try #require(try parse(text).first).conffiles
        #expect(conffiles.map { String(decoding: $0.path, as: UTF8.self) } == ["etc/a b", "etc/c"])
        #expect(conffiles.map(\.isObsolete) == [false, true])
    }

    @Test
    func holdsAndBrokenInstallationsAreStates() throws {
        let text =
            InventoryRoots.record("a", status: "hold ok installed") + "\n"
            + InventoryRoots.record("b", status: "install ok half-configured") + "\n"
            + InventoryRoots.record("c", status: "deinstall ok config-files") + "\n"
            + InventoryRoots.record("d", status: "install reinstreq installed")
        let states = try parse(text).map(\.itemState)
        #expect(states == [.held, .broken("half-configured"), .removed, .broken("reinstreq")])
    }

    @Test
    func appliesTheJournalOfAnInterruptedRun() throws {
        try Tree {
            RegularFile(
                "var/lib/dpkg/status",
                InventoryRoots.record("a") + "\n" + InventoryRoots.record("b")
            )
            RegularFile(
                "var/lib/dpkg/updates/0000",
                InventoryRoots.record("a", status: "install ok half-configured")
            )
            RegularFile(
                "var/lib/dpkg/updates/0001",
                "Package: b\nStatus: purge ok not-installed\nArchitecture: amd64\n"
            )
            RegularFile("var/lib/dpkg/updates/tmp.i", "half a rec")
        }.write(to: Scratch.current.directory)
        let database = try DpkgDatabase.read(root: Scratch.current.directory)
        #expect(database.packages.map(\.name) == ["a"])
        #expect(database.packages.first?.status == .halfConfigured)
        #expect(database.packages.first?.file == "var/lib/dpkg/updates/0000")
    }

    @Test
    func readsTheFilesOfStatusD() throws {
        try Tree {
            RegularFile(
                "var/lib/dpkg/status.d/base",
                "Package: base\nVersion: 1\nArchitecture: all\n"
            )
            RegularFile("var/lib/dpkg/status.d/base.md5sums", "not a record")
        }.write(to: Scratch.current.directory)
        let database = try DpkgDatabase.read(root: Scratch.current.directory)
        #expect(database.packages.map(\.itemState) == [.installed])
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.absence))
    func readsTheEdgeCasesOfOtherProjects() throws {
        let corrupt = #expect(throws: InventoryError.self) {
            try DpkgStatusParser.parse(InventoryRoots.bytes("dpkg/syft-corrupt"), file: "corrupt")
        }
        #expect(corrupt?.subject.hasPrefix("corrupt:") == true)
        let removed = try DpkgStatusParser.parse(
            InventoryRoots.bytes("dpkg/syft-deinstall"),
            file: "deinstall"
        )
        #expect(removed.map(\.itemState) == [.installed, .removed])
        let basic = try DpkgStatusParser.parse(
            InventoryRoots.bytes("dpkg/scancode-basic_status"),
            file: "basic"
        )
        let expected = try InventoryRoots.lines("dpkg/scancode-basic_status.expected")
        func values(_ key: String) -> [String] {
            expected.filter { $0.hasPrefix("    \"\(key)\": ") }
                .map { String($0.dropFirst(key.utf8.count + 9).prefix { $0 != "\"" }) }
        }
        #expect(basic.map(\.name) == values("name"))
        #expect(basic.map(\.version) == values("version"))
        let velociraptor = try DpkgStatusParser.parse(
            InventoryRoots.bytes("dpkg/velociraptor-status"),
            file: "velociraptor"
        )
        #expect(!velociraptor.isEmpty)
    }

    @Test(arguments: [1, 2, 3, 5, 8] as [UInt64])
    func neverTrapsOnAlteredRecords(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let valid = Array(
            InventoryRoots.record(
                "a",
                more: "Depends: b (>= 1) | c:any, d [amd64] <x>\nConffiles:\n /etc/a 0 obsolete"
            ).utf8
        )
        var parsed = 0
        for _ in 0..<2000 {
            var bytes = valid
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1 where bytes.count > 1: bytes.remove(at: index)
                default: bytes.insert(bytes[index], at: index)
                }
            }
            let result = Result { try DpkgStatusParser.parse(bytes, file: "status") }
            if case .success = result { parsed += 1 }
        }
        #expect(parsed > 0)
        #expect(parsed < 2000)
    }
}
