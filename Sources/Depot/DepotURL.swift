/// The address of a depot behind HTTP or HTTPS.
public struct DepotURL: Sendable, CustomStringConvertible {
    /// `http` or `https`.
    let scheme: String
    private let address: String

    /// Reads an address such as `https://depot.example/socle`.
    ///
    /// - Throws: ``DepotError`` with `.unsafeName` for another scheme, a query, or a character no
    ///   address holds.
    public init(_ text: String) throws(DepotError) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            text[colon...].utf8.starts(with: "://".utf8)
        else { throw Self.unusable(text, "it is no address") }
        scheme = text[..<colon].lowercased()
        guard scheme == "http" || scheme == "https" else {
            throw Self.unusable(text, "expected http:// or https://")
        }
        let rest = text[colon...].utf8.dropFirst(3)
        let refused = Array("\"\\<>^`{|}?#".utf8)
        guard let first = rest.first, first != UInt8(ascii: "/"),
            rest.allSatisfy({ (0x21...0x7E).contains($0) && !refused.contains($0) })
        else { throw Self.unusable(text, "it holds no host, a query or a strange character") }
        let trimmed = rest.reversed().drop { $0 == UInt8(ascii: "/") }.reversed()
        address = String(decoding: Array(trimmed), as: UTF8.self)
    }

    /// Whether `text` names a place by address rather than by path.
    public static func isAddress(_ text: String) -> Bool {
        text.contains("://")
    }

    /// The address without a user's name and password.
    public var description: String { "\(scheme)://\(afterUser ?? address[...])" }

    /// Whether the address holds a user's name or password.
    public var namesUser: Bool { afterUser != nil }

    /// What follows a user's name and password; nil for an address without.
    private var afterUser: Substring? {
        let host = address.prefix { $0 != "/" }
        return host.lastIndex(of: "@").map { address[address.index(after: $0)...] }
    }

    /// The address of a file of the depot; a `%` stands for itself, as names of roles have it.
    func appending(_ path: String) -> String {
        let plain = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/%+!$&'()*,;=:@".utf8
        )
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            guard !plain.contains(byte) else {
                bytes.append(byte)
                continue
            }
            let digits = String(byte, radix: 16, uppercase: true)
            bytes += "%\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8
        }
        return "\(scheme)://\(address)/\(String(decoding: bytes, as: UTF8.self))"
    }

    private static func unusable(_ text: String, _ detail: String) -> DepotError {
        DepotError(.unsafeName, subject: text, detail: detail)
    }
}
