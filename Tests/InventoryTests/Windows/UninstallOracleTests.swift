import Foundation
import Inventory
import Model
import TestSupport
import Testing

/// The Uninstall keys of real hives, as an independent reader lists them.
@Suite(.enabled(if: SharedData.isPresent, SharedData.absence))
struct UninstallOracleTests {
    private static let hives = [
        "built-SOFTWARE-from-glpiagent-regs.hive", "scancode-Software_Delta",
        "plaso-NTUSER-WIN7.DAT", "plaso-regf_NTUSER.DAT", "regipy-NTUSER-WSL.DAT",
        "regipy-NTUSER_BAGMRU.DAT", "regipy-ntuser_software_partial", "winregkb-NTUSER.DAT",
    ]

    private struct Listing {
        let key: String
        let texts: [String: String]
    }

    /// What the oracle lists, texts cleaned as the inventory does.
    private static func oracle(_ name: String) throws -> [Listing] {
        let stem = name.hasSuffix(".hive") ? String(name.dropLast(5)) : name
        let data = Data(try SharedHives.content("hives", "oracle/\(stem).uninstall.json"))
        let document = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let entries = try #require(document?["entries"] as? [[String: Any]])
        return entries.map { entry in
            let texts = entry.compactMapValues { $0 as? String }.mapValues(DisplayName.cleaned)
            return Listing(key: entry["key"] as? String ?? "", texts: texts)
        }
    }

    private static func entries(
        _ name: String
    ) throws -> [(entry: UninstallEntry, architecture: String?, evidence: Evidence)] {
        let hive = try SharedHives.hive("hives", name)
        var faults = ReadingFaults()
        let places = UninstallKeys.machinePlaces(native: "x64") + UninstallKeys.personalPlaces
        let entries = UninstallKeys.read(hive, places, &faults)
        try #require(faults.count == 0)
        return entries
    }

    @Test(arguments: hives)
    func listsWhatAnotherReaderLists(name: String) throws {
        let oracle = try Self.oracle(name)
        let entries = try Self.entries(name)
        #expect(!oracle.isEmpty)
        #expect(
            Set(entries.map { $0.evidence.field.uppercased() })
                == Set(oracle.map { $0.key.uppercased() })
        )
        let expected = Set(oracle.compactMap { $0.texts["DisplayName"] }.filter { !$0.isEmpty })
        #expect(Set(entries.compactMap { $0.entry.displayName }) == expected)
    }

    @Test(arguments: hives)
    func givesTheVersionAndPublisherOfEach(name: String) throws {
        let oracle = try Self.oracle(name)
        let items = try Self.entries(name).compactMap {
            $0.entry.item(architecture: $0.architecture, evidence: $0.evidence)
        }
        for item in items {
            let listing = try #require(
                oracle.first { $0.key.uppercased() == item.evidence.field.uppercased() }
            )
            if let version = listing.texts["DisplayVersion"], !version.isEmpty {
                #expect(item.version == version)
            }
            #expect(item.publisher ?? "" == listing.texts["Publisher"] ?? "")
            #expect(!item.name.isEmpty)
        }
    }

    @Test
    func tellsThePrograms543EntriesHaveFromTheirPartsAndUpdates() throws {
        let entries = try Self.entries("built-SOFTWARE-from-glpiagent-regs.hive")
        #expect(entries.count == 543)
        #expect(entries.filter { $0.entry.displayName == nil }.count == 116)
        // Three of the 71 that are neither part nor update have no way to be removed.
        #expect(entries.filter(\.entry.isVisible).count == 68)
        let kinds = entries.compactMap {
            $0.entry.item(architecture: $0.architecture, evidence: $0.evidence)?.kind
        }
        #expect(kinds.count == 427)
        #expect(kinds.filter { $0 == .application }.count == 54)
        #expect(kinds.filter { $0 == .update }.count >= 300)
    }

    /// Windows' own installer of updates left these without naming what they are part of.
    @Test(arguments: [
        "ie8", "Windows XP Service Pack", "KB892130", "KB943729",
        "{0A869A65-8C94-4F7C-A5C7-972D3C8CED9E}", "{86493ADD-824D-4B8E-BD72-8C5DCDC52A71}",
        "{F662A8E6-F4DC-41A2-901E-8C11F044BDEC}",
    ])
    func knowsAFixOfWindowsByItsFields(key: String) throws {
        let entries = try Self.entries("built-SOFTWARE-from-glpiagent-regs.hive")
        let found = try #require(entries.first { $0.entry.key == key })
        #expect(found.entry.isVisible)
        #expect(found.entry.item(architecture: nil, evidence: found.evidence)?.kind == .update)
    }

    @Test func aProgramIsNoFixForNamingOne() {
        var program = UninstallEntry(key: "Outil")
        program.take("DisplayName", text: "Outil de test (KB123456)")
        program.take("Publisher", text: "Exemple")
        program.take("UninstallString", text: "C:\\Outil\\spuninst.exe")
        let place = Evidence(file: "SOFTWARE", field: "")
        #expect(program.item(architecture: nil, evidence: place)?.kind == .application)
    }

    @Test
    func namesTheProgramsThatScancodeNames() throws {
        func list(_ name: String) throws -> [[String: Any]] {
            let data = Data(try SharedHives.content("reg-exports", "scancode-SOFTWARE-\(name)"))
            return try #require(JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        }
        var found: [String] = []
        for entry in try list("registry-entries.json") {
            var program = UninstallEntry(key: entry["subkey_name"] as? String ?? "")
            for value in entry["values"] as? [[String: Any]] ?? [] {
                guard let name = value["name"] as? String, let text = value["value"] as? String
                else { continue }
                program.take(name, text: text)
            }
            let place = Evidence(file: "SOFTWARE", field: "")
            guard let item = program.item(architecture: nil, evidence: place) else { continue }
            found.append("\(item.title ?? item.name)|\(item.version)|\(item.publisher ?? "")")
        }
        let expected = try list("installed-programs.expected").compactMap { program in
            (program["name"] as? String).map { name in
                let parties = program["parties"] as? [[String: Any]] ?? []
                let publisher = parties.first?["name"] as? String ?? ""
                return "\(name)|\(program["version"] as? String ?? "")|\(publisher)"
            }
        }
        #expect(expected.count == 7)
        #expect(found.sorted() == expected.sorted())
    }
}
