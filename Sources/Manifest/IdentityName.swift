import Model

/// Which names a source can show at all: a rule on any other name matches nothing, or everything.
enum IdentityName {
    /// Why `name` can never be, or always is, what `source` shows; nil for a usable name.
    static func refusal(of name: String, in source: InventorySource) -> String? {
        switch source {
        case .dpkg:
            isDebianPackage(name)
                ? nil
                : "a Debian package name: two or more of a-z 0-9 + - ., a letter or digit first"
        case .flatpak, .appx:
            isDottedName(name, of: isWordByte)
                ? nil : "an identifier of two or more parts, such as org.kde.kig"
        case .winget:
            isDottedName(name, of: { isWordByte($0) || $0 == UInt8(ascii: "+") })
                ? nil : "an identifier of two or more parts, such as Notepad++.Notepad++"
        case .windows:
            name.utf8.contains { $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: " ") }
                ? nil : "a display name with more than wildcards"
        case .snap:
            name.utf8.allSatisfy { isLowerOrDigit($0) || $0 == UInt8(ascii: "-") }
                ? nil : "a snap name: a-z 0-9 -"
        default:
            name.contains("*") ? "an exact name: only Windows display names take *" : nil
        }
    }

    /// Debian Policy 5.6.1.
    static func isDebianPackage(_ name: String) -> Bool {
        guard name.utf8.count >= 2, let first = name.utf8.first, isLowerOrDigit(first) else {
            return false
        }
        return name.utf8.allSatisfy {
            isLowerOrDigit($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
                || $0 == UInt8(ascii: ".")
        }
    }

    /// An id people type: lower-case letters, digits and inner dashes, dots or pluses.
    static func isID(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLowerOrDigit(first), text.utf8.count <= 64 else {
            return false
        }
        return text.utf8.allSatisfy {
            isLowerOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
                || $0 == UInt8(ascii: "+")
        }
    }

    static func isWordByte(_ byte: UInt8) -> Bool {
        isLowerOrDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static func isDottedName(_ name: String, of isAllowed: (UInt8) -> Bool) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count >= 2
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isAllowed) }
    }

    static func isLowerOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// The form of a Debian version (Debian Policy 5.6.12): `[epoch:]upstream[-revision]`.
enum DebianVersionSyntax {
    /// Why dpkg would not read `text` as a version; nil where it would.
    static func refusal(of text: String) -> String? {
        var rest = text[...]
        if let colon = rest.firstIndex(of: ":") {
            guard let epoch = Int32(rest[..<colon]), epoch >= 0,
                rest[..<colon].allSatisfy(\.isNumber)
            else { return "a number before the colon" }
            rest = rest[rest.index(after: colon)...]
        }
        if let dash = rest.lastIndex(of: "-") {
            let revision = rest[rest.index(after: dash)...]
            guard !revision.isEmpty, revision.utf8.allSatisfy({ isAllowed($0, besides: "+.~") })
            else { return "a revision of letters, digits and + . ~ after the last dash" }
            rest = rest[..<dash]
        }
        guard let first = rest.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        else { return "an upstream version that starts with a digit" }
        guard rest.utf8.allSatisfy({ isAllowed($0, besides: "+.~-:") }) else {
            return "letters, digits and + . ~ - only"
        }
        return nil
    }

    private static func isAllowed(_ byte: UInt8, besides others: StaticString) -> Bool {
        IdentityName.isLowerOrDigit(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || others.description.utf8.contains(byte)
    }
}
