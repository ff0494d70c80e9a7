import Inventory
import Model
import Primitives
import Report
import TestSupport
import Testing

/// People, histories and documents are planted in every format; none comes out.
@Suite struct ImportPrivacyTests {
    private static let planted = [
        "j.dupont", "Jeanne Dupont", "AAAA-BBBB-CCCC", "SN4242", "rapport-eleve.odt", "192.0.2.7",
        "firefox --profile secret",
    ]

    private static let documents: [(String, LeftOut)] = [
        (
            #"{"action":"inventory","deviceid":"pc-1","content":{"versionclient":"x","users":[{"login":"j.dupont"}],"#
                + #""processes":[{"cmd":"firefox --profile secret"}],"hardware":{"name":"pc-1","lastloggeduser":"j.dupont"},"#
                + #""licenseinfos":[{"key":"AAAA-BBBB-CCCC"}],"bios":{"ssn":"SN4242"},"networks":[{"ipaddress":"192.0.2.7"}],"#
                + #""softwares":[{"name":"VLC","version":"3","from":"registry","username":"j.dupont","#
                + #""folder":"C:\\Users\\j.dupont\\rapport-eleve.odt","comments":"Jeanne Dupont"}]}}"#,
            .processes
        ),
        (
            "<REQUEST><QUERY>INVENTORY</QUERY><CONTENT><USERS><LOGIN>j.dupont</LOGIN></USERS>"
                + "<ACCESSLOG><USERID>j.dupont</USERID></ACCESSLOG><PROCESSES><CMD>firefox --profile secret</CMD></PROCESSES>"
                + "<HARDWARE><NAME>pc-1</NAME><WINPRODKEY>AAAA-BBBB-CCCC</WINPRODKEY><USERID>Jeanne Dupont</USERID></HARDWARE>"
                + "<BIOS><SSN>SN4242</SSN></BIOS><SOFTWARES><NAME>VLC</NAME><FROM>registry</FROM>"
                + "<FOLDER>C:\\Users\\j.dupont\\rapport-eleve.odt</FOLDER></SOFTWARES></CONTENT></REQUEST>",
            .users
        ),
        (
            "Windows Registry Editor Version 5.00\r\n\r\n"
                + "[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\VLC]\r\n"
                + "\"DisplayName\"=\"VLC\"\r\n\"UninstallString\"=\"C:\\\\Users\\\\j.dupont\\\\rapport-eleve.odt\"\r\n"
                + "\"RegOwner\"=\"Jeanne Dupont\"\r\n\"ProductID\"=\"AAAA-BBBB-CCCC\"\r\n",
            .licenceKeys
        ),
        (
            "\"DisplayName\",\"RegOwner\",\"ProductID\",\"InstallLocation\",\"UninstallString\"\r\n"
                + "VLC,Jeanne Dupont,AAAA-BBBB-CCCC,C:\\Users\\j.dupont\\rapport-eleve.odt,x\r\n",
            .profilePaths
        ),
    ]

    @Test("A5_2: nothing of a person comes out of an import", arguments: documents.indices)
    func nothingPlantedComesOut(index: Int) throws {
        let (text, sort) = Self.documents[index]
        let inventory = try InventoryImport.read(
            Array(text.utf8),
            named: "poste",
            now: InventoryRoots.now
        )
        #expect(inventory.items.map(\.name) == ["VLC"])
        #expect(inventory.document?.leftOut[sort] != nil)
        let outputs = [
            JSONWriter.pretty(InventoryDocument.json(inventory)),
            SeparatedValues.inventory(inventory),
            InventoryReport.text(inventory, language: .french),
            "\(inventory)",
        ]
        for output in outputs {
            for name in Self.planted {
                #expect(!output.contains(name), "\(name)")
            }
        }
    }
}
