package import Model
package import Primitives

/// A driver package that Windows keeps ready.
package struct DriverPackage: Sendable {
    /// The folder's name in the driver store: `name.inf_architecture_sum`.
    package var folder: String
    /// The name of the INF file as its maker gave it, in lower case.
    package var original: String
    /// The name under which Windows published it, in lower case: `oem3.inf`, or the original.
    package var published: String
    package var provider: String
    package var version: String
    /// The class's number, in lower case, with braces.
    package var classID: String
    /// When it was put there.
    package var imported: Day?
    package var evidence: Evidence

    /// Whether Windows itself did not bring it.
    package var isThirdParty: Bool { Self.isThirdParty(published) }

    /// Whether an INF file of that name was not brought by Windows itself.
    package static func isThirdParty(_ inf: String) -> Bool {
        guard inf.hasPrefix("oem"), inf.hasSuffix(".inf") else { return false }
        let number = inf.dropFirst(3).dropLast(4)
        return !number.isEmpty && number.utf8.allSatisfy(ByteText.isDigit)
    }

    /// The name of the INF file in a folder's name: `alps.inf_amd64_0123` is `alps.inf`.
    package static func original(ofFolder folder: String) -> String {
        let lower = folder.lowercased()
        guard let end = lower.range(ofLast: ".inf_") else { return lower }
        return String(lower[..<end.lowerBound]) + ".inf"
    }
}

/// Reads the database of driver packages of Windows 8 and later (SYSTEM and DRIVERS hives).
package enum DriverDatabase {
    private static let packages = "DriverDatabase\\DriverPackages"

    /// The packages of one hive; nil where it has no database.
    package static func read(_ hive: Hive, _ faults: inout ReadingFaults) -> [DriverPackage]? {
        let key = faults.attempt { () throws(InventoryError) in try hive.key(packages) }
        guard let key else { return nil }
        return key.subkeys(&faults).compactMap { package in
            faults.attempt { () throws(InventoryError) in try read(package) }
        }
    }

    private static func read(_ key: HiveKey) throws(InventoryError) -> DriverPackage? {
        let original = DriverPackage.original(ofFolder: key.name)
        let published = try key.string("")?.lowercased() ?? original
        let imported = try key.value("ImportDate")?.data() ?? []
        let (version, classID) = versionRecord(try key.value("Version")?.data() ?? [])
        return DriverPackage(
            folder: key.name,
            original: original,
            published: DisplayName.cleaned(published),
            provider: try key.string("Provider").flatMap(IndirectText.shown) ?? "",
            version: version,
            classID: classID,
            imported: LittleEndian.uint64(imported, 0).flatMap(WindowsTime.day(fileTime:)),
            evidence: Evidence(file: key.hive.file, field: "\(packages)\\\(key.name)")
        )
    }

    /// The record `Version`: the class's number at 8, the date at 24, and at 32 the version, its last
    /// part first.
    private static func versionRecord(_ data: [UInt8]) -> (version: String, classID: String) {
        guard data.count >= 40 else { return ("", "") }
        let numbers = stride(from: 38, through: 32, by: -2).map {
            String(LittleEndian.uint16(data, $0) ?? 0)
        }
        return (numbers.joined(separator: "."), identifier(data[8..<24]))
    }

    /// A GUID in text, whose first three parts are kept low byte first.
    static func identifier(_ bytes: ArraySlice<UInt8>) -> String {
        let bytes = Array(bytes)
        guard bytes.count == 16 else { return "" }
        let parts = [
            bytes[0..<4].reversed(), bytes[4..<6].reversed(), bytes[6..<8].reversed(),
            Array(bytes[8..<10]), Array(bytes[10..<16]),
        ]
        return "{\(parts.map { Hexadecimal.encode($0) }.joined(separator: "-"))}"
    }
}
