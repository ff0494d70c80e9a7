/// The byte form that is signed and hashed.
///
/// OLPC canonical JSON as TUF uses it (specification 1.0.34, clause 4.2.1), not RFC 8785: members
/// sorted by the bytes of their names, no white space, integers only, and only `\` and `"` escaped,
/// so control characters go out raw.
public enum CanonicalJSON {
    /// The canonical bytes of `value`.
    ///
    /// - Throws: ``PrimitivesError`` with ``PrimitivesError/Code/jsonNotAnInteger`` for a decimal.
    public static func encode(_ value: JSONValue) throws(PrimitivesError) -> [UInt8] {
        var bytes: [UInt8] = []
        try write(value, into: &bytes)
        return bytes
    }

    private static func write(_ value: JSONValue, into bytes: inout [UInt8]) throws(PrimitivesError)
    {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .decimal(let number):
            throw PrimitivesError(
                .jsonNotAnInteger,
                subject: number,
                detail: "canonical JSON holds integers only"
            )
        case .string(let string): quote(string, into: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                try write(element, into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            let sorted = members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            for (index, member) in sorted.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                quote(member.name, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                try write(member.value, into: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func quote(_ string: String, into bytes: inout [UInt8]) {
        bytes.append(0x22)
        for byte in string.utf8 {
            if byte == 0x22 || byte == 0x5C { bytes.append(0x5C) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }
}
