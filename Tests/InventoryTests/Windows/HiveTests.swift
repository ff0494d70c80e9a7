import Inventory
import TestSupport
import Testing
import WindowsSupport

@Suite
struct HiveTests {
    private static let programs = [
        HiveNode.path(
            "Software\\Jeu",
            [.text("Nom", "Été"), .number("Taille", 7)],
            [HiveNode("A")]
        )
    ]

    private func subject(_ bytes: [UInt8]) -> String? {
        do {
            _ = try Hive.open(bytes, file: "H")
            return nil
        } catch {
            return error.subject
        }
    }

    @Test
    func readsWhatWasWritten() throws {
        let hive = try Hive.open(HiveWriter.hive(Self.programs), file: "H")
        let key = try #require(try hive.key("SOFTWARE\\jeu"))
        #expect(key.name == "Jeu")
        #expect(try key.string("nom") == "Été")
        #expect(try key.number("TAILLE") == 7)
        #expect(try key.subkey("a") != nil)
        #expect(try key.subkey("b") == nil)
        #expect(hive.state == .clean)
    }

    @Test
    func readsKeysOfAListOfLists() throws {
        let many = HiveNode("M", [], (0..<900).map { HiveNode("k\($0)") })
        let hive = try Hive.open(HiveWriter.hive([many]), file: "H")
        var faults = ReadingFaults()
        #expect(try hive.key("M")?.subkeys(&faults).count == 900)
        #expect(faults.count == 0)
    }

    @Test
    func passesOverWhatFollowsTheLastBin() throws {
        let hive = try Hive.open(HiveWriter.hive(Self.programs) + [1, 2, 3], file: "H")
        #expect(try hive.key("Software") != nil)
    }

    @Test
    func namesThePlaceOfEachFaultOfTheFrame() {
        let hive = HiveWriter.hive(Self.programs)
        #expect(subject([]) == "H@0x0")
        #expect(
            subject(Array(hive.prefix(600))) == "H@0x1fc"
                || subject(Array(hive.prefix(600))) == "H@0x258"
        )
        #expect(subject(Array(hive.dropLast(1))) == "H@0x1fff")
        var altered = hive
        altered[0] = 0
        #expect(subject(altered) == "H@0x0")
        altered = hive
        altered[508] ^= 1
        #expect(subject(altered) == "H@0x1fc")
        altered = hive
        altered[4096] = 0
        #expect(subject(altered) == "H@0x1000")
        altered = hive
        altered[4104] = 1
        #expect(subject(altered) == "H@0x1008")
    }

    @Test
    func aKeyThatListsItselfIsAFaultAndNoLoop() throws {
        var bytes = HiveWriter.hive(Self.programs)
        // The root's list of keys names the root.
        let list = 4096 + Int(try #require(LittleEndian.uint32(bytes, 4096 + 32 + 4 + 28)))
        HiveWriter.put(32, at: list + 8, in: &bytes)
        let hive = try Hive.open(bytes, file: "H")
        let (lines, faults) = try SharedHives.tree(hive)
        #expect(lines == ["K "])
        #expect(faults.count == 1)
    }

    @Test
    func aListThatClaimsMoreThanItsCellIsAFault() throws {
        var bytes = HiveWriter.hive(Self.programs)
        let list = 4096 + Int(try #require(LittleEndian.uint32(bytes, 4096 + 32 + 4 + 28)))
        bytes[list + 6] = 0xFF
        bytes[list + 7] = 0xFF
        let hive = try Hive.open(bytes, file: "H")
        let error = #expect(throws: InventoryError.self) { try hive.key("Software") }
        #expect(error?.subject == "H@0x\(String(list + 6, radix: 16))")
    }

    @Test
    func anotherTypeOfValueIsNeitherTextNorNumber() throws {
        let field = HiveField(name: "P", type: 0xFFFF_0012, data: [1, 2, 3, 4, 5, 6])
        let hive = try Hive.open(HiveWriter.hive([HiveNode("K", [field])]), file: "H")
        let key = try #require(try hive.key("K"))
        #expect(try key.string("P") == nil)
        #expect(try key.number("P") == nil)
        #expect(try key.value("P")?.data() == [1, 2, 3, 4, 5, 6])
    }

    @Test
    func textsMayLackTheirEnd() throws {
        let odd = HiveField(name: "T", type: 2, data: HiveWriter.utf16("abc") + [0x41])
        let list = HiveField(name: "L", type: 7, data: HiveWriter.utf16("a\0\0b"))
        let hive = try Hive.open(HiveWriter.hive([HiveNode("K", [odd, list])]), file: "H")
        let key = try #require(try hive.key("K"))
        #expect(try key.string("T") == "abc")
        #expect(try key.value("L")?.strings() == ["a", "b"])
    }
}
