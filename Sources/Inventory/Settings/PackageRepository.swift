package import Model

/// One place apt gets packages from.
///
/// Formats: sources.list(5), in lines (`deb [options] uri suite components`) and in stanzas.
package struct PackageRepository: Sendable, Equatable {
    /// Where it is, without the name and the password that may stand in it.
    package let uri: String
    /// The suite, or for a flat repository its folder, which ends with a slash.
    package let suite: String
    package let components: [String]
    /// The file and the line.
    package let evidence: Evidence

    /// The repositories of binary packages that a file of lines names.
    package static func lines(_ bytes: [UInt8], file: String) -> [PackageRepository] {
        var found: [PackageRepository] = []
        for (index, line) in ByteText.lines(bytes[...]).enumerated() {
            let text = ByteText.string(line.prefix { $0 != UInt8(ascii: "#") })
            var words = text.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard words.first == "deb" else { continue }
            words.removeFirst()
            if words.first?.hasPrefix("[") == true {
                guard let end = words.firstIndex(where: { $0.hasSuffix("]") }) else { continue }
                words.removeSubrange(...end)
            }
            guard words.count >= 2 else { continue }
            found.append(
                PackageRepository(
                    uri: withoutCredentials(String(words[0])),
                    suite: String(words[1]),
                    components: words.dropFirst(2).map(String.init),
                    evidence: Evidence(file: file, field: "line \(index + 1)")
                )
            )
        }
        return found
    }

    /// The repositories of binary packages that a file of stanzas names.
    package static func stanzas(
        _ bytes: [UInt8],
        file: String
    ) throws(InventoryError) -> [PackageRepository] {
        // Comments may stand anywhere in it, which no other control file allows: a blank line in
        // their place goes on with the stanza and keeps the numbers of lines.
        let text = ByteText.lines(bytes[...]).map {
            $0.first == UInt8(ascii: "#") ? [ByteText.space] : $0
        }
        var reader = ControlReader(Array(text.joined(separator: [ByteText.newline])), file: file)
        var fields: [ControlReader.Field] = []
        var found: [PackageRepository] = []
        while try reader.next(into: &fields) {
            var values: [String: [String]] = [:]
            for field in fields {
                let name = ByteText.string(reader.bytes[field.name]).lowercased()
                values[name] = ByteText.words(reader.bytes[field.value]).map(ByteText.string)
            }
            guard values["types"]?.contains("deb") != false, values["enabled"] != ["no"] else {
                continue
            }
            for uri in values["uris"] ?? [] {
                for suite in values["suites"] ?? [] {
                    found.append(
                        PackageRepository(
                            uri: withoutCredentials(uri),
                            suite: suite,
                            components: values["components"] ?? [],
                            evidence: Evidence(file: file, field: "line \(fields[0].line)")
                        )
                    )
                }
            }
            guard found.count <= ReadingLimits.repositories else {
                throw .malformed(file, line: fields[0].line, "too many repositories")
            }
        }
        return found
    }

    /// How the names of the repository's lists begin in apt's folder (`URItoFileName` of apt).
    package var listPrefix: String {
        let place =
            uri.firstRange(of: "://").map { uri[$0.upperBound...] }
            ?? uri.firstIndex(of: ":").map { uri[uri.index(after: $0)...] } ?? uri[...]
        let base = place.hasSuffix("/") ? String(place) : place + "/"
        let whole = suite.hasSuffix("/") ? base + suite : "\(base)dists/\(suite)/"
        var name = ""
        for byte in whole.utf8 {
            if byte == ByteText.slash {
                name += "_"
            } else if byte <= 0x20 || byte >= 0x7F || #"\|{}[]<>"^~_=!@#$%^&*"#.utf8.contains(byte)
            {
                let digits = String(byte, radix: 16)
                name += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
            } else {
                name.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return name
    }

    /// What to call the publisher where the repository itself does not say.
    package var host: String {
        let place = uri.firstRange(of: "://").map { uri[$0.upperBound...] }
        let host = place?.prefix { $0 != "/" } ?? ""
        return host.isEmpty ? uri : String(host)
    }

    private static func withoutCredentials(_ uri: String) -> String {
        guard let scheme = uri.firstRange(of: "://") else { return uri }
        let rest = uri[scheme.upperBound...]
        let end = rest.firstIndex(of: "/") ?? rest.endIndex
        guard let at = rest[..<end].lastIndex(of: "@") else { return uri }
        return String(uri[..<scheme.upperBound]) + rest[rest.index(after: at)...]
    }
}
