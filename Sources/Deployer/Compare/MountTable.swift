internal import Primitives

/// What an fstab(5) declares.
enum MountTable {
    /// One file system declared below the root.
    struct Entry: Equatable {
        /// Where it is to be mounted.
        var path: RelativePath
        /// Whether a disk of the station is mounted there at every start.
        var isExpected: Bool
        /// The UUID it is declared by, if it is.
        var uuid: String?
    }

    /// File systems that hold nothing of the station's own disks.
    private static let others: Set<String> = [
        "swap", "none", "nfs", "nfs4", "cifs", "smb3", "tmpfs", "proc", "sysfs", "devpts",
    ]
    private static let exempting: Set<String> = ["noauto", "bind", "rbind"]

    /// The entries of `table`, in its order; what is no path below the root is left out.
    static func entries(_ table: [UInt8]) -> [Entry] {
        var entries: [Entry] = []
        for line in table.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard fields.count >= 3, fields[0].first != UInt8(ascii: "#") else { continue }
            var bytes = fields[1].drop { $0 == UInt8(ascii: "/") }
            while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
            // `none` and the root are not below the root.
            guard !bytes.isEmpty, let path = try? RelativePath(bytes: bytes) else { continue }
            let type = String(decoding: fields[2], as: UTF8.self)
            let options = fields.count > 3 ? fields[3].split(separator: UInt8(ascii: ",")) : []
            let isExempt = options.contains { option in
                exempting.contains(String(decoding: option, as: UTF8.self))
            }
            let isBelowRoot = fields[1].first == UInt8(ascii: "/")
            entries.append(
                Entry(
                    path: path,
                    isExpected: isBelowRoot && !isExempt && !others.contains(type),
                    uuid: uuid(fields[0])
                )
            )
        }
        return entries
    }

    /// The UUID in the first field of a line, quoted or not.
    private static func uuid(_ field: ArraySlice<UInt8>) -> String? {
        let key = Array("UUID=".utf8)
        guard field.starts(with: key) else { return nil }
        let value = field.dropFirst(key.count).filter { $0 != UInt8(ascii: "\"") }
        return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
    }
}
