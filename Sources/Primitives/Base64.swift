/// Base64 (RFC 4648, clause 4).
package enum Base64 {
    private static let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// The letters that stand for `bytes`, filled to groups of four unless `isPadded` is false.
    package static func encode(_ bytes: [UInt8], isPadded: Bool = true) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var word: UInt32 = 0
            for byte in group { word = word << 8 | UInt32(byte) }
            word <<= UInt32(8 * (3 - group.count))
            for place in 0...group.count {
                text.append(letters[Int(word >> UInt32(18 - 6 * place) & 63)])
            }
            guard isPadded else { continue }
            text += [UInt8](repeating: UInt8(ascii: "="), count: 3 - group.count)
        }
        return text
    }

    /// The bytes; what is no letter is passed over, as mail programs do (RFC 2045, clause 6.8).
    package static func decodeLeniently(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var value = 0
        var bits = 0
        for letter in text {
            if letter == UInt8(ascii: "=") { break }
            guard let digit = letters.firstIndex(of: letter) else { continue }
            value = (value << 6 | digit) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(value >> bits & 0xFF))
            }
        }
        return bytes
    }
}
