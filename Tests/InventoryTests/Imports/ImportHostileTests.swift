import Inventory
import Model
import TestSupport
import Testing

/// Altered documents of every format: an error is an answer, a trap is not.
@Suite struct ImportHostileTests {
    private static let documents = [
        #"{"action":"inventory","content":{"versionclient":"x","softwares":[{"name":"a","version":"1","from":"deb"}]}}"#,
        #"{"Sources":[{"Packages":[{"PackageIdentifier":"7zip.7zip","Version":"22"}]}],"CreationDate":"2022-08-28T01:02:19.143-00:00"}"#,
        #"[{"name":"a","version":"1","install_location":"C:\\x","publisher":"é"}]"#,
        "<REQUEST><QUERY>INVENTORY</QUERY><CONTENT><SOFTWARES><NAME>a &amp; b</NAME><VERSION>1</VERSION></SOFTWARES></CONTENT></REQUEST>",
        "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\a]\n\"DisplayName\"=hex(2):61,00,\\\n  00,00\n\"SystemComponent\"=dword:00000001\n",
        "DisplayName;DisplayVersion;UninstallString\n\"a \"\"b\"\"\";1;x\n",
        "+++-====-=====-====-====\nii  abc  1.0-1 all  text\n",
        "Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n",
    ]

    @Test(arguments: [2, 3, 5, 7] as [UInt64])
    func noAlteredDocumentStopsTheReader(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var read = 0
        for _ in 0..<2000 {
            let index = Int.random(in: 0..<Self.documents.count, using: &random)
            let bytes = HostileBytes.altered(Array(Self.documents[index].utf8), &random)
            read += Self.items(bytes)
        }
        #expect(read > 0)
    }

    @Test(
        .enabled(if: SharedData.isPresent, SharedData.absence),
        arguments: [11, 13] as [UInt64]
    )
    func noAlteredDatabaseStopsTheReader(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let database = try InventoryRoots.bytes("rpmdb/scancode-rpmdb.sqlite")
        var read = Self.items(database)
        for _ in 0..<40 { read += Self.items(HostileBytes.altered(database, &random)) }
        #expect(read > 0)
    }

    private static func items(_ bytes: [UInt8]) -> Int {
        let inventory = try? InventoryImport.read(bytes, named: "x", now: InventoryRoots.now)
        return inventory?.items.count ?? 0  // an error is an answer
    }

    @Test(arguments: [
        "", "   \n", "x", "{", "[1,2", "<REQUEST>", "<REQUEST><QUERY>INVENTORY</QUERY>",
        "{\"content\":{\"softwares\":[", "REGEDIT4\n[", "\u{0}\u{0}\u{0}",
    ])
    func whatIsCutShortIsNamed(text: String) {
        do {
            _ = try InventoryImport.read(Array(text.utf8), named: "coupe", now: InventoryRoots.now)
            // An export of the registry without a key is an empty one.
            #expect(text.hasPrefix("REGEDIT4"))
        } catch {
            #expect(error.subject.hasPrefix("coupe"))
        }
    }
}
