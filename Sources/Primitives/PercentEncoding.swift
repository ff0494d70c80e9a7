/// Percent-encoding of names in URLs and of the files kept under them (RFC 3986, clause 2.1).
package enum PercentEncoding {
    /// `text` with every byte encoded that is neither unreserved nor in `kept`.
    package static func encode(_ text: String, keeping kept: String = "") -> String {
        let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        let plain = Set((unreserved + kept).utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if plain.contains(byte) {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes += Hexadecimal.encode([byte]).uppercased().utf8
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
