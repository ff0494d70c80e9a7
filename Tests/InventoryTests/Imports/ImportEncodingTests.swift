import Inventory
import Model
import Primitives
import TestSupport
import Testing

@Suite struct ImportEncodingTests {
    private func read(_ bytes: [UInt8]) throws -> Inventory {
        try InventoryImport.read(bytes, named: "export", now: InventoryRoots.now)
    }

    private static let table =
        "\"DisplayName\",\"DisplayVersion\",\"Publisher\",\"UninstallString\"\r\n"
        + "\"Éditeur d’été 2.1\",\"2.1\",\"Société; Œuvre\",\"C:\\\\u.exe\"\r\n"

    private static func utf16(_ text: String, mark: Bool, isBigEndian: Bool = false) -> [UInt8] {
        let units = (mark ? [0xFEFF] : []) + Array(text.utf16)
        return units.flatMap { unit in
            let pair = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
            return isBigEndian ? pair.reversed() : pair
        }
    }

    /// Text in Windows-1252, of the letters used here.
    private static func windows1252(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "’": 0x92
            case "Œ": 0x8C
            default: UInt8(truncatingIfNeeded: scalar.value)
            }
        }
    }

    @Test func everyEncodingOfPowerShellGivesTheSameProgram() throws {
        let text = Self.table
        let documents: [[UInt8]] = [
            Array(text.utf8),
            [0xEF, 0xBB, 0xBF] + Array(text.utf8),
            Self.utf16(text, mark: true),
            Self.utf16(text, mark: true, isBigEndian: true),
            Self.windows1252(text),
            Array("#TYPE System.Management.Automation.PSCustomObject\r\n\(text)".utf8),
        ]
        for document in documents {
            let inventory = try read(document)
            #expect(inventory.items.map(\.name) == ["Éditeur d’été"])
            #expect(inventory.items.first?.version == "2.1")
            #expect(inventory.items.first?.publisher == "Société; Œuvre")
        }
    }

    @Test func aFrenchSpreadsheetSavesWithSemicolons() throws {
        let text = "DisplayName;DisplayVersion;UninstallString\r\n7-Zip 22.01 (x64);22.01;x\r\n"
        let inventory = try read(Array(text.utf8))
        #expect(inventory.items.map(\.name) == ["7-Zip"])
        #expect(inventory.items.first?.title == "7-Zip 22.01 (x64)")
    }

    @Test func oneObjectOfPowerShellIsAListOfOne() throws {
        let object = #"{"DisplayName":"GIMP 2.10","DisplayVersion":"2.10","UninstallString":"x"}"#
        let one = try read(Self.utf16(object, mark: true))
        let many = try read(Array("[\(object)]".utf8))
        #expect(one.items.map(\.name) == ["GIMP"])
        #expect(one.items.map(\.name) == many.items.map(\.name))
        #expect(one.document?.format == .powershellJSON)
    }

    @Test func osqueryTablesSpeakForThemselves() throws {
        let programs =
            #"[{"name":"VLC media player","version":"3.0.20","install_location":"C:\\Users\\eleve1\\VLC","#
            + #""publisher":"VideoLAN","install_date":"20250901","identifying_number":""}]"#
        let inventory = try read(Array(programs.utf8))
        #expect(inventory.document?.format == .osquery)
        #expect(inventory.items.map(\.name) == ["VLC media player"])
        #expect(inventory.items.first?.installed?.description == "2025-09-01")
        #expect(inventory.coverage.contains { $0.source == .driver && $0.state == .notCovered })
    }

    @Test func changesOnlyAreNoWholeList() throws {
        let result =
            #"{"name":"p","hostIdentifier":"h","unixTime":1790000000,"action":"added","columns":"#
            + #"{"name":"cowsay","version":"3.03","revision":"8","arch":"all","status":"install ok installed"}}"#
        let inventory = try read(Array(result.utf8))
        #expect(inventory.items.map(\.name) == ["cowsay"])
        #expect(!inventory.coverage.contains { $0.source == .dpkg && $0.state == .read })
    }

    @Test func aCompressedDocumentIsReadAndABrokenOneNamed() throws {
        // <REQUEST><QUERY>INVENTORY</QUERY><CONTENT/></REQUEST>, compressed by Python's zlib.
        let stream: [UInt8] = Self.compressed
        let inventory = try read(stream)
        #expect(inventory.document?.format == .fusionInventory)
        var broken = stream
        broken[broken.count - 1] ^= 1
        do {
            _ = try read(broken)
            Issue.record("a wrong checksum was accepted")
        } catch let error as InventoryError {
            #expect(error.code == .malformed)
            #expect(error.subject == "export")
        }
    }

    private static let compressed: [UInt8] = [
        0x78, 0xDA, 0xB3, 0x09, 0x72, 0x0D, 0x0C, 0x75, 0x0D, 0x0E, 0xB1, 0xB3, 0x01, 0x52,
        0x41, 0x91, 0x76, 0x9E, 0x7E, 0x61, 0xAE, 0x7E, 0x21, 0xFE, 0x41, 0x91, 0x36, 0xFA,
        0x10, 0x01, 0x1B, 0x67, 0x7F, 0xBF, 0x10, 0xA0, 0x90, 0xBE, 0x9D, 0x8D, 0x3E, 0x4C,
        0x2D, 0x00, 0xA2, 0xBF, 0x0F, 0x57,
    ]

    @Test func aHeldPackageOfAListingIsHeld() throws {
        let listing = """
            Desired=Unknown/Install/Remove/Purge/Hold
            | Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend
            |/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)
            ||/ Name                 Version        Architecture Description
            +++-====================-==============-============-=================
            hi  tuxmath              2.0.3-9        amd64        math game
            rc  geany                1.38-1         amd64        editor
            iF  broken-thing         1.0            all          half-configured

            """
        let inventory = try read(Array(listing.utf8))
        let states = inventory.items.map { "\($0.name) \($0.state)" }
        #expect(
            states == [
                "tuxmath held", "geany removed", "broken-thing broken(\"half-configured\")",
            ]
        )
    }
}
