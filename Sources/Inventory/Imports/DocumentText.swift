/// Tidies the text that agents copy from elsewhere.
enum DocumentText {
    /// `text` without blanks at its ends, controls and entities of HTML, and with folders of people
    /// masked.
    static func cleaned(_ text: String) -> String {
        if text.isEmpty || isPlain(text) { return text }
        var result = text
        if text.utf8.contains(UInt8(ascii: "&")) {
            for (entity, character) in [
                ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&nbsp;", " "), ("&lt;", "<"),
                ("&gt;", ">"), ("&amp;", "&"),
            ] {
                result = result.replacing(entity, with: character)
            }
        }
        var scalars = String.UnicodeScalarView()
        for scalar in result.unicodeScalars {
            if scalar.properties.isWhitespace {
                if scalars.last != " ", !scalars.isEmpty { scalars.append(" ") }
            } else if scalar.properties.generalCategory != .control {
                scalars.append(scalar)
            }
        }
        while scalars.last == " " { scalars.removeLast() }
        return ProfileMask.apply(String(scalars))
    }

    /// A tidied text, or nil where nothing is left.
    static func optional(_ text: String) -> String? {
        let text = cleaned(text)
        return text.isEmpty ? nil : text
    }

    /// A version: what stands before the first control character.
    static func version(_ text: String) -> String {
        if isPlain(text) { return text }
        return cleaned(String(text.prefix { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } }))
    }

    /// Whether nothing in `text` needs tidying; most texts are so.
    private static func isPlain(_ text: String) -> Bool {
        var previous = UInt8(ascii: " ")
        for byte in text.utf8 {
            guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "&"), byte != UInt8(ascii: "\\"),
                byte != UInt8(ascii: "/"),
                byte != UInt8(ascii: " ") || previous != UInt8(ascii: " ")
            else { return false }
            previous = byte
        }
        return previous != UInt8(ascii: " ")
    }
}
