import Inventory
import Model
package import Platform
import Primitives
import TestSupport

/// A small Windows disk as files, with planted names of people.
package enum WindowsDisk {
    package static let software = "Microsoft\\Windows\\CurrentVersion"

    package static func program(_ key: String, _ fields: [HiveField]) -> HiveNode {
        .path("\(software)\\Uninstall\\\(key)", fields)
    }

    /// What the SOFTWARE hive of the disk holds.
    package static func softwareNodes() -> [HiveNode] {
        [
            .path(
                "Microsoft\\Windows NT\\CurrentVersion",
                [
                    .text("ProductName", "Windows 10 Education"), .text("CurrentBuild", "22631"),
                    .number("UBR", 3007), .text("DisplayVersion", "23H2"),
                    .text("RegisteredOwner", "Jean Dupont"), .text("ProductId", "00330-SECRET"),
                ]
            ),
            program(
                "7-Zip",
                [
                    .text("DisplayName", "7-Zip 22.01 (x64)"), .text("DisplayVersion", "22.01"),
                    .text("Publisher", "Igor Pavlov"), .text("InstallDate", "20260910"),
                    .text("InstallLocation", "C:\\Program Files\\7-Zip\\"),
                    .text("UninstallString", "\"C:\\Program Files\\7-Zip\\Uninstall.exe\""),
                    .text("ProductID", "KEY-SECRET"),
                ]
            ),
            program(
                "{A}",
                [
                    .text("DisplayName", "Partie cachée"), .number("SystemComponent", 1),
                    .text("UninstallString", "x"),
                ]
            ),
            program(
                "KB1",
                [
                    .text("DisplayName", "Update for X (KB4019215)"),
                    .text("ReleaseType", "Update"),
                ]
            ),
            .path(
                "Wow6432Node\\\(software)\\Uninstall\\Jeu",
                [
                    .text("DisplayName", "Jeu 1.0"), .text("DisplayVersion", "1.0"),
                    .text("UninstallString", "C:\\Users\\Jean Dupont\\u.exe"),
                ]
            ),
            .path(
                "\(software)\\Appx\\AppxAllUserStore\\S-1-5-21-1-2-3-1001"
                    + "\\Jeu.Bonbons_1.2.0.0_x64__abcdefghjkmnp"
            ),
            .path(
                "\(software)\\Appx\\AppxAllUserStore\\InboxApplications"
                    + "\\Microsoft.WindowsCalculator_11.0.0.0_neutral_~_8wekyb3d8bbwe"
            ),
            .path(
                "\(software)\\Component Based Servicing\\Packages"
                    + "\\Package_for_KB5034441~31bf3856ad364e35~amd64~~22621.3007.1.1",
                [.number("CurrentState", 0x70)]
            ),
            .path(
                "\(software)\\Component Based Servicing\\Packages"
                    + "\\Package_for_KB5000001~31bf3856ad364e35~amd64~~1.1.1.1",
                [.number("CurrentState", 0x50)]
            ),
        ]
    }

    /// What the SYSTEM hive of the disk holds.
    package static func systemNodes() -> [HiveNode] {
        let control = "ControlSet001\\Control"
        let mouse = "\(control)\\Class\\{4d36e96f-e325-11ce-bfc1-08002be10318}"
        return [
            .path("Select", [.number("Current", 1)]),
            .path(
                "\(control)\\ComputerName\\ComputerName",
                [.text("ComputerName", "SALLE12-03")]
            ),
            .path(
                "HardwareConfig",
                [.text("LastConfig", "{00112233-4455-6677-8899-AABBCCDDEEFF}")]
            ),
            .path(
                "\(control)\\Session Manager\\Environment",
                [.text("PROCESSOR_ARCHITECTURE", "AMD64")]
            ),
            .path(
                "\(mouse)\\0000",
                [
                    .text("DriverDesc", "Alps Pointing-device"), .text("ProviderName", "Alps"),
                    .text("DriverVersion", "10.1207.101.103"), .text("InfPath", "oem3.inf"),
                ]
            ),
            .path(
                "\(mouse)\\0001",
                [
                    .text("DriverDesc", "HID-compliant mouse"), .text("ProviderName", "Microsoft"),
                    .text("DriverVersion", "10.0.1.1"), .text("InfPath", "msmouse.inf"),
                ]
            ),
            .path(
                "\(control)\\Print\\Environments\\Windows x64\\Drivers\\Version-3\\HP Universal",
                [
                    .text("Provider", "HP"), .text("DriverVersion", "6.1.0.0"),
                    .text("InfPath", "C:\\x\\hpcu.inf_amd64_1\\hpcu.inf"),
                ]
            ),
            service("VBoxDrv", "\\SystemRoot\\System32\\drivers\\VBoxDrv.sys"),
            service("disk", "System32\\drivers\\disk.sys"),
            service("Parti", "\\??\\C:\\Jeux\\parti.sys"),
        ]
    }

    private static func service(_ name: String, _ image: String) -> HiveNode {
        .path(
            "ControlSet001\\Services\\\(name)",
            [.number("Type", 1), .number("Start", 3), .text("ImagePath", image)]
        )
    }

    package static func programFile(
        company: String,
        product: String = "",
        version: String
    ) -> [UInt8] {
        func field(_ name: String, _ value: String) -> [UInt8] {
            HiveWriter.utf16("\(name)\0\0\(value)\0")
        }
        return Array("MZ".utf8) + HiveWriter.utf16("VS_VERSION_INFO\0")
            + field("CompanyName", company) + field("FileVersion", version)
            + (product.isEmpty ? [] : field("ProductName", product))
    }

    /// Writes the disk; the names of its folders are in another case than the documented one.
    package static func write(to directory: Directory) throws {
        let user = HiveWriter.hive([
            .path(
                "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Discord",
                [
                    .text("DisplayName", "Discord"), .text("DisplayVersion", "1.0.9"),
                    .text("UninstallString", "C:\\Users\\Jean Dupont\\Update.exe"),
                ]
            ),
            .path("Software\\Privé", [.text("Recherche", "Jean Dupont cherche")]),
        ])
        let alps = "[Version]\nProvider=Alps\nDriverVer=1/1/2017,10.1207.101.103\nClass=Mouse\n"
        let store = "WINDOWS/system32/DriverStore/FileRepository"
        try Tree {
            RegularFile("WINDOWS/system32/CONFIG/software", bytes: HiveWriter.hive(softwareNodes()))
            RegularFile("WINDOWS/system32/CONFIG/SYSTEM", bytes: HiveWriter.hive(systemNodes()))
            RegularFile(
                "WINDOWS/system32/drivers/vboxdrv.sys",
                bytes: programFile(company: "Oracle Corporation", version: "7.0.1")
            )
            RegularFile(
                "WINDOWS/system32/drivers/disk.sys",
                bytes: programFile(company: "Microsoft Corporation", version: "10.0.1")
            )
            RegularFile("WINDOWS/inf/oem3.inf", alps)
            RegularFile("WINDOWS/inf/disk.inf", "[Version]\nProvider=Microsoft\n")
            RegularFile("\(store)/alps.inf_amd64_1/alps.inf", alps)
            RegularFile("\(store)/disk.inf_amd64_2/disk.inf", "x")
            RegularFile("Users/Jean Dupont/NTUSER.DAT", bytes: user)
            RegularFile("Users/Jean Dupont/Downloads/jeu.exe", "MZ")
            RegularFile("Users/Zoe Martin/NTUSER.DAT", bytes: user)
            RegularFile("Program Files/7-Zip/7z.exe", "MZ")
            RegularFile("Program Files/Common Files/a.exe", "MZ")
            RegularFile(
                "Jeux/OpenArena/openarena.exe",
                bytes: programFile(company: "OA", product: "OpenArena", version: "0.8.8")
            )
            RegularFile("ProgramData/Microsoft/x.exe", "MZ")
        }
        .write(to: directory)
    }
}
