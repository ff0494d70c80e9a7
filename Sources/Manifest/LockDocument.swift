public import Model
import Primitives

/// A lock written from a reference station: its software, and where it was read.
public struct LabelledLock: Sendable, Hashable {
    /// The software.
    public let lock: SoftwareLock
    /// What people call the reference, such as `poste de référence, salle 12`.
    public let label: String

    /// Creates a lock with its label.
    public init(lock: SoftwareLock, label: String) {
        self.lock = lock
        self.label = label
    }
}

/// The document a lock is kept in.
public enum LockDocument {
    /// Reads a lock.
    ///
    /// - Throws: ``ManifestErrors`` with all that is wrong, `name` being the document's.
    public static func decode(
        _ bytes: [UInt8],
        named name: String
    ) throws(ManifestErrors) -> LabelledLock {
        try DocumentForm.decode(bytes, named: name, kind: .lock, read)
    }

    /// Writes a lock so that ``decode(_:named:)`` gives it back.
    public static func encode(_ labelled: LabelledLock) -> [UInt8] {
        let packages = labelled.lock.packages.map { package -> JSONValue in
            .object(
                [
                    JSONMember("nom", .string(package.name)),
                    package.version.isEmpty
                        ? nil : JSONMember("version", .string(package.version)),
                    JSONMember("architecture", .string(package.architecture)),
                    JSONMember("automatique", .bool(package.isAutomatic)),
                ].compactMap(\.self)
            )
        }
        return DocumentForm.encode(
            .lock,
            [
                JSONMember("etiquette", .string(labelled.label)),
                JSONMember("paquets", .array(packages)),
            ]
        )
    }

    private static func read(_ field: Field) -> LabelledLock? {
        guard field.isObject(of: DocumentForm.members("etiquette", "paquets")) else { return nil }
        var seen: Set<[String]> = []
        let packages = field.member("paquets")?.list().compactMap {
            entry -> SoftwareLock.Package? in
            guard let package = package(entry) else { return nil }
            guard seen.insert([package.name, package.architecture]).inserted else {
                entry.report(
                    .duplicateID,
                    found: "\(package.name) for \(package.architecture) again",
                    expected: "each package once for an architecture"
                )
                return nil
            }
            return package
        }
        guard let label = field.member("etiquette")?.text(), let packages else { return nil }
        return LabelledLock(lock: SoftwareLock(packages: packages), label: label)
    }

    private static func package(_ field: Field) -> SoftwareLock.Package? {
        guard field.isObject(of: ["nom", "version", "architecture", "automatique"]) else {
            return nil
        }
        let name = field.member("nom")?.text()
        let version = field.optional("version").map { $0.text() } ?? ""
        let architecture = field.member("architecture")?.text()
        let isAutomatic = field.member("automatique")?.flag()
        guard let name, let version, let architecture, let isAutomatic else { return nil }
        return SoftwareLock.Package(
            name: name,
            version: version,
            architecture: architecture,
            isAutomatic: isAutomatic
        )
    }
}
