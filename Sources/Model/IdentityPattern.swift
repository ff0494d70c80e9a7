/// A component's identity made ready to be compared with many names.
///
/// Debian, RPM, Flatpak, Snap, npm and file names match exactly. Python names match in their
/// normal form (PEP 503). Windows names match whatever their case, and `*` stands for any text;
/// every other character, `+` and `.` included, stands for itself.
package struct IdentityPattern: Sendable {
    /// A name in the form the names of its source are compared in.
    package struct Name: Sendable, Hashable {
        package let text: String

        /// Folds `text` as names of `source` are compared.
        package init(_ text: String, source: InventorySource) {
            switch source {
            case .windows, .appx, .winget, .driver: self.text = text.lowercased()
            case .pip: self.text = String(decoding: Self.normalised(text), as: UTF8.self)
            default: self.text = text
            }
        }

        private static func normalised(_ text: String) -> [UInt8] {
            var result: [UInt8] = []
            var separates = false
            for byte in text.lowercased().utf8 {
                guard !"-_.".utf8.contains(byte) else {
                    separates = true
                    continue
                }
                if separates { result.append(UInt8(ascii: "-")) }
                separates = false
                result.append(byte)
            }
            return result
        }
    }

    package let source: InventorySource
    /// The name, without a Debian architecture qualifier.
    package let name: Name
    /// Whether `*` in the name stands for any text.
    package let isGlob: Bool
    private let architecture: String?
    private let publisher: [UInt8]?
    /// The name's bytes where it is a glob, else empty.
    private let glob: [UInt8]

    /// Prepares `identity`.
    package init(_ identity: ComponentIdentity) {
        source = identity.source
        var text = identity.name
        var architecture: String?
        if identity.source == .dpkg, let colon = text.firstIndex(of: ":") {
            architecture = String(text[text.index(after: colon)...])
            text = String(text[..<colon])
        }
        self.architecture = architecture
        name = Name(text, source: identity.source)
        switch identity.source {
        case .windows, .appx, .winget, .driver: isGlob = text.utf8.contains(UInt8(ascii: "*"))
        default: isGlob = false
        }
        glob = isGlob ? [UInt8](name.text.utf8) : []
        publisher = identity.publisher.map { [UInt8]($0.lowercased().utf8) }
    }

    /// Whether an item of the same source is what the identity names.
    ///
    /// A publisher is compared only where the item has one: many sources do not say.
    package func matches(_ other: Name, architecture: String?, publisher: String?) -> Bool {
        if let wanted = self.architecture, wanted != architecture { return false }
        guard isGlob ? PathPattern.matches(glob, [UInt8](other.text.utf8)[...]) : name == other
        else { return false }
        guard let wanted = self.publisher, let publisher else { return true }
        return PathPattern.matches(wanted, [UInt8](publisher.lowercased().utf8)[...])
    }
}

extension ComponentIdentity {
    /// Whether an item with this source, name, architecture and publisher is the one named.
    package func recognises(
        source: InventorySource,
        name: String,
        architecture: String? = nil,
        publisher: String? = nil
    ) -> Bool {
        guard source == self.source else { return false }
        return IdentityPattern(self).matches(
            IdentityPattern.Name(name, source: source),
            architecture: architecture,
            publisher: publisher
        )
    }
}
