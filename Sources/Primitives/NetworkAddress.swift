/// An Internet address, as its bytes: four of IPv4 or sixteen of IPv6.
public struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    /// Four or sixteen bytes, most significant first.
    public let bytes: [UInt8]

    /// Takes the bytes of an address; nil for another number of them.
    ///
    /// An IPv4 address written inside an IPv6 one (RFC 4291, 2.5.5.2) is the IPv4 address.
    public init?(bytes: [UInt8]) {
        switch bytes.count {
        case 4: self.bytes = bytes
        case 16: self.bytes = bytes.starts(with: Self.mapped) ? Array(bytes[12...]) : bytes
        default: return nil
        }
    }

    /// Reads `192.0.2.1` or `2001:db8::1`.
    ///
    /// Leading zeros in IPv4 are refused: some programs read them as octal.
    ///
    /// - Throws: ``PrimitivesError`` for any other form.
    public init(_ text: String) throws(PrimitivesError) {
        let isVersion6 = text.utf8.contains(UInt8(ascii: ":"))
        let bytes = isVersion6 ? Self.version6(text) : Self.version4(text)
        guard let bytes, let address = Self(bytes: bytes) else {
            throw PrimitivesError(
                .addressMalformed,
                subject: text,
                detail: "expected an address such as 192.0.2.1 or 2001:db8::1"
            )
        }
        self = address
    }

    /// The address as people write it; IPv6 without `::` (RFC 5952 is not needed to compare).
    public var description: String {
        guard bytes.count == 16 else { return bytes.map { "\($0)" }.joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2).map {
            String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
        }.joined(separator: ":")
    }

    private static let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]

    private static func version4(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.count == 1 || part.first != "0",
                let value = DecimalDigits.value(Array(part.utf8)[...]), value <= 255
            else { return nil }
            bytes.append(UInt8(value))
        }
        return bytes
    }

    private static func version6(_ text: String) -> [UInt8]? {
        let bytes = Array(text.utf8)
        let gap = bytes.indices.dropLast().first {
            bytes[$0] == UInt8(ascii: ":") && bytes[$0 + 1] == UInt8(ascii: ":")
        }
        guard let gap else {
            let whole = groups(bytes[...])
            return whole?.count == 16 ? whole : nil
        }
        guard let head = groups(bytes[..<gap]), let tail = groups(bytes[(gap + 2)...]),
            head.count + tail.count <= 14
        else { return nil }
        return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// Groups of up to four hexadecimal digits; the last may be an IPv4 address.
    ///
    /// None for no text.
    private static func groups(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count <= 8 else { return nil }
        for (index, part) in parts.enumerated() {
            let word = String(decoding: part, as: UTF8.self)
            if index == parts.count - 1, let tail = version4(word) {
                bytes += tail
                continue
            }
            guard (1...4).contains(part.count), word.allSatisfy(\.isHexDigit),
                let value = UInt16(word, radix: 16)
            else { return nil }
            bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
        }
        return bytes
    }
}

/// A range of addresses that share their first bits: `172.17.0.0/20`.
public struct NetworkRange: Hashable, Sendable, CustomStringConvertible {
    /// The first address of the range.
    public let base: NetworkAddress
    /// How many leading bits its addresses share.
    public let prefixLength: Int

    /// Reads an address, a slash and a number of bits.
    ///
    /// - Throws: ``PrimitivesError`` for another form, too many bits, or bits set beyond the prefix,
    ///   which a slip of the keyboard leaves there.
    public init(_ text: String) throws(PrimitivesError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count <= 3, !parts[1].isEmpty,
            let bits = DecimalDigits.value(Array(parts[1].utf8)[...])
        else {
            throw PrimitivesError(
                .addressMalformed,
                subject: text,
                detail: "expected a range such as 172.17.0.0/20"
            )
        }
        base = try NetworkAddress(String(parts[0]))
        guard bits <= base.bytes.count * 8 else {
            throw PrimitivesError(
                .addressMalformed,
                subject: text,
                detail: "at most \(base.bytes.count * 8) bits"
            )
        }
        prefixLength = bits
        guard base.bytes.indices.allSatisfy({ base.bytes[$0] & ~mask(of: $0) == 0 }) else {
            throw PrimitivesError(
                .addressMalformed,
                subject: text,
                detail: "the address has bits set beyond its first \(bits)"
            )
        }
    }

    /// The base, a slash and the prefix length.
    public var description: String { "\(base)/\(prefixLength)" }

    /// Whether `address` is in the range; addresses of another family never are.
    public func contains(_ address: NetworkAddress) -> Bool {
        address.bytes.count == base.bytes.count
            && base.bytes.indices.allSatisfy {
                address.bytes[$0] & mask(of: $0) == base.bytes[$0]
            }
    }

    /// The bits of the byte at `index` that are part of the prefix.
    private func mask(of index: Int) -> UInt8 {
        let bits = min(8, max(0, prefixLength - index * 8))
        return UInt8(truncatingIfNeeded: 0xFF00 >> bits)
    }
}
