import Inventory
import Primitives
import TestSupport
import Testing
import WindowsSupport

/// The small formats of Windows' drivers and packages.
@Suite
struct WindowsFormatTests {
    private static let inf = """
        ; a comment
        [Version]
        Signature   = "$Windows NT$"
        Class       = Mouse   ; the class
        ClassGuid   = {4D36E96F-E325-11CE-BFC1-08002BE10318}
        Provider    = %Alps%
        DriverVer   = 06/21/2017,10.1207.101.103
        [Manufacturer]
        %Alps% = Alps
        [Strings]
        Alps = "Alps; Electric"
        [Strings.040c]
        Alps = "Autre"
        """

    @Test(arguments: [false, true])
    func readsTheHeadOfAnInfFileInEitherEncoding(isWide: Bool) {
        let text = Self.inf.replacing("\n", with: "\r\n")
        let bytes = isWide ? [0xFF, 0xFE] + HiveWriter.utf16(text) : Array(text.utf8)
        let inf = InfFile(bytes)
        #expect(inf.provider == "Alps; Electric")
        #expect(inf.version == "10.1207.101.103")
        #expect(inf.className == "Mouse")
        #expect(inf.classID == "{4d36e96f-e325-11ce-bfc1-08002be10318}")
    }

    @Test
    func takesTheDayOfEachPublishedDriverFromTheSetupLog() throws {
        let log = SetupLog.parse(
            Array(
                """
                >>>  [Setup Import Driver Package - C:\\Users\\jean\\Downloads\\Alps.inf]
                >>>  Section start 2016/10/05 11:37:14.273
                     cpy:           Published 'alps.inf_amd64_01\\alps.inf' to 'oem3.inf'.
                     cpy:           Published 'disk.inf_amd64_02\\disk.inf' to 'disk.inf'.
                """.utf8
            )
        )
        #expect(log.published == ["oem3.inf": try Day("2016-10-05")])
        #expect(log.originals == ["oem3.inf": "alps.inf"])
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.absence))
    func readsARealSetupLog() throws {
        let log = SetupLog.parse(try SharedHives.content("setupapi", "plaso-setupapi.dev.log"))
        #expect(log.originals["oem2.inf"] == "vboxguest.inf")
        #expect(log.originals["oem3.inf"] == "vboxvideow8.inf")
        #expect(log.published["oem2.inf"] == (try Day("2016-10-05")))
    }

    @Test(
        arguments: [
            ("@oem3.inf,%Filter.SvcDesc%;Alps Touch Pad", "Alps Touch Pad"),
            ("@%SystemRoot%\\x.dll,-100", nil), ("ACPI", "ACPI"), ("", nil),
        ] as [(String, String?)]
    )
    func showsWhatFollowsTheLastSemicolonOfAnIndirectText(text: String, shown: String?) {
        #expect(IndirectText.shown(text) == shown)
    }

    @Test(
        arguments: [
            (
                "\\SystemRoot\\System32\\drivers\\1394ohci.sys",
                "Windows/System32/drivers/1394ohci.sys"
            ),
            ("system32\\drivers\\ACPI.sys", "Windows/system32/drivers/ACPI.sys"),
            ("\\??\\C:\\Jeux\\triche.sys", "Jeux/triche.sys"),
            ("\"C:\\Program Files\\A B\\a.sys\"", "Program Files/A B/a.sys"),
            ("", nil),
        ] as [(String, String?)]
    )
    func findsTheFileOfAService(image: String, file: String?) {
        #expect(DriverServices.file(image) == file)
    }

    @Test
    func readsTheVersionResourceOfAProgram() {
        func field(_ name: String, _ value: String) -> [UInt8] {
            HiveWriter.utf16("\(name)\0\0\(value)\0")
        }
        let bytes =
            Array("MZ".utf8) + [UInt8](repeating: 7, count: 99)
            + HiveWriter.utf16("VS_VERSION_INFO\0") + field("CompanyName", "Oracle Corporation")
            + field("FileVersion", "5, 0, 26, 0") + field("ProductName", "VirtualBox")
        let version = ProgramVersion(bytes)
        #expect(version?.company == "Oracle Corporation")
        #expect(version?.version == "5.0.26.0")
        #expect(version?.product == "VirtualBox")
        #expect(ProgramVersion(Array("PK".utf8)) == nil)
        #expect(ProgramVersion(Array("MZ".utf8))?.company == nil)
    }

    @Test(
        arguments: [
            ("Microsoft.Messaging_3.19.1001.0_x86__8wekyb3d8bbwe", "Microsoft.Messaging"),
            ("A_1.0_neutral_~_0123456789abc", "A"), ("pas un paquet", nil), ("a_b_c_d_e", nil),
        ] as [(String, String?)]
    )
    func readsTheFullNameOfAStorePackage(text: String, name: String?) {
        #expect(AppxName(text)?.name == name)
    }

    @Test(arguments: [
        ("Users/Jean Dupont/NTUSER.DAT", "Users/*/NTUSER.DAT"),
        ("read C:\\Users\\jdupont\\x: no", "read C:\\Users\\*\\x: no"),
        ("Users/Public/Jeu", "Users/Public/Jeu"), ("Program Files/A", "Program Files/A"),
        ("Documents and Settings\\Zoé\\a", "Documents and Settings\\*\\a"), ("Users", "Users"),
    ])
    func masksTheFoldersOfPeople(text: String, masked: String) {
        #expect(ProfileMask.apply(text) == masked)
    }
}
