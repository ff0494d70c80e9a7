internal import Primitives

/// One `length key=value` record of a pax extended header (POSIX.1-2001, pax, "pax Header Block").
enum PaxRecord {
    /// Appends a record; its length counts its own digits.
    static func append(_ key: [UInt8], _ value: [UInt8], to bytes: inout [UInt8]) {
        let rest = key.count + value.count + 3
        var length = rest + digits(rest)
        if digits(length) > digits(rest) { length = rest + digits(length) }
        bytes += String(length).utf8
        bytes.append(UInt8(ascii: " "))
        bytes += key
        bytes.append(UInt8(ascii: "="))
        bytes += value
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Appends a record of text.
    static func append(_ key: String, _ value: String, to bytes: inout [UInt8]) {
        append([UInt8](key.utf8), [UInt8](value.utf8), to: &bytes)
    }

    private static func digits(_ number: Int) -> Int {
        var count = 1
        var rest = number / 10
        while rest > 0 {
            count += 1
            rest /= 10
        }
        return count
    }
}

/// The forms in which pax archives carry extended attributes.
enum PaxAttribute {
    /// The key and value for an attribute.
    ///
    /// `SCHILY.xattr` is what GNU tar, bsdtar and star read; a name that holds `=` or `%` can not be
    /// told from its value there, and goes in libarchive's escaped form.
    static func record(name: [UInt8], value: [UInt8]) -> (key: [UInt8], value: [UInt8]) {
        let plain = !name.contains { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "%") }
        if plain { return (Array("SCHILY.xattr.".utf8) + name, value) }
        // libarchive writes Base64 without padding.
        return (
            Array("LIBARCHIVE.xattr.".utf8) + escaped(name),
            Base64.encode(value, isPadded: false)
        )
    }

    private static func escaped(_ name: [UInt8]) -> [UInt8] {
        let hex = Array("0123456789ABCDEF".utf8)
        return name.flatMap { byte -> [UInt8] in
            guard byte < 33 || byte > 126 || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "%")
            else { return [byte] }
            return [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
        }
    }

    /// The POSIX ACL of a `system.posix_acl_*` value as text with numbers for names, or nil when the
    /// value is not in the kernel's version 2 encoding.
    static func aclText(_ value: [UInt8]) -> String? {
        guard let entries = aclEntries(value) else { return nil }
        var parts: [String] = []
        for (tag, allowed, id) in entries {
            let subject: String
            switch tag {
            case 0x01: subject = "user:"
            case 0x02: subject = "user:\(id)"
            case 0x04: subject = "group:"
            case 0x08: subject = "group:\(id)"
            case 0x10: subject = "mask:"
            case 0x20: subject = "other:"
            default: return nil
            }
            let letters = [(4, "r"), (2, "w"), (1, "x")].map { allowed & $0.0 != 0 ? $0.1 : "-" }
            parts.append("\(subject):\(letters.joined())")
        }
        return parts.joined(separator: ",")
    }

    /// What the mask of a `system.posix_acl_access` value allows, which the group's bits of a mode
    /// show (acl(5)); nil where it has none.
    static func aclMask(_ value: [UInt8]) -> UInt8? {
        aclEntries(value)?.first { $0.tag == 0x10 }.map { $0.allowed & 7 }
    }

    private static func aclEntries(
        _ value: [UInt8]
    ) -> [(tag: Int, allowed: UInt8, id: UInt32)]? {
        guard value.count >= 4, (value.count - 4).isMultiple(of: 8),
            value[0] == 2, value[1] == 0, value[2] == 0, value[3] == 0
        else { return nil }
        return stride(from: 4, to: value.count, by: 8).map { start in
            (
                Int(value[start]) | Int(value[start + 1]) << 8, value[start + 2],
                (0..<4).reduce(UInt32(0)) { $0 | UInt32(value[start + 4 + $1]) << (8 * $1) }
            )
        }
    }
}
