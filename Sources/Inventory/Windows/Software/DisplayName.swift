internal import Primitives

/// A Windows display name taken apart: "7-Zip 22.01 (x64)" is 7-Zip, version 22.01, for x64.
///
/// What tells editions apart stays in the name ("Mozilla Firefox ESR", "Microsoft Office 2016").
package struct DisplayName: Sendable, Equatable {
    /// The name without version, architecture and language.
    package private(set) var name: String
    /// The version the name held, if it did.
    package private(set) var version: String?
    /// `x86`, `x64` or `arm64`, where the name says so.
    package private(set) var architecture: String?
    /// The language the name held, such as `fr`.
    package private(set) var language: String?

    /// Takes `text` apart; `version` is what the program itself gives as its version.
    package init(_ text: String, version known: String? = nil) {
        let cleaned = Self.cleaned(text)
        name = cleaned
        takeGroups()
        takeSuffixes(known)
        takeVersion(known)
        name = name.trimmingSuffix { " -–,:".contains($0) }
        if !name.contains(where: \.isLetter) { name = cleaned }
    }

    /// `text` on one line: control characters and runs of spaces, the no-break one included, are
    /// one space.
    package static func cleaned(_ text: String) -> String {
        text.unicodeScalars
            .split { $0.value <= 0x20 || $0.value == 0x7F || $0.properties.isWhitespace }
            .map { String($0) }
            .joined(separator: " ")
    }

    // MARK: Parts

    /// Takes groups in parentheses that hold nothing but architecture, language and version.
    private mutating func takeGroups() {
        var rest = name[...]
        var kept = ""
        while let open = rest.firstIndex(of: "("),
            let close = rest[open...].firstIndex(of: ")")
        {
            let group = rest[rest.index(after: open)..<close]
            let isTaken = take(group)
            kept += rest[..<open]
            if !isTaken { kept += rest[open...close] }
            rest = rest[rest.index(after: close)...]
        }
        name = Self.cleaned(kept + rest)
    }

    private mutating func take(_ group: Substring) -> Bool {
        let words = group.split { " ,;/".contains($0) }
        guard !words.isEmpty else { return false }
        if group.lowercased() == "remove only" { return true }
        var draft = self
        for word in words {
            if let found = Self.architecture(word) ?? Self.widths[String(word)] {
                draft.architecture = draft.architecture ?? found
            } else if let found = Self.language(word) {
                draft.language = draft.language ?? found
            } else if Self.isVersion(word) {
                draft.version = draft.version ?? Self.plain(word)
            } else if !["bit", "bits", "edition"].contains(word.lowercased()) {
                return false
            }
        }
        self = draft
        return true
    }

    /// Takes what stands behind the last " - " if it is a version, an architecture or a language.
    private mutating func takeSuffixes(_ known: String?) {
        while let dash = name.range(ofLast: " - ") {
            let word = name[dash.upperBound...]
            if let found = Self.architecture(word) {
                architecture = architecture ?? found
            } else if let found = Self.language(word) ?? Self.longLanguage(word) {
                language = language ?? found
            } else if Self.isVersion(word) || word == known ?? "" {
                version = version ?? Self.plain(word)
            } else {
                return
            }
            name = String(name[..<dash.lowerBound])
        }
    }

    /// Takes words that are a version: dotted numbers, or exactly the version that is known.
    private mutating func takeVersion(_ known: String?) {
        var words = name.split(separator: " ")
        guard words.count > 1 else { return }
        for index in words.indices.dropFirst().reversed() {
            let word = words[index].trimmingSuffix { $0 == "," }
            let plain = Self.plain(Substring(word))
            let isKnown = plain == known && index == words.count - 1
            if let found = Self.architecture(Substring(word)), index == words.count - 1 {
                architecture = architecture ?? found
            } else if Self.isVersion(Substring(word)) || isKnown {
                version = version ?? plain
            } else {
                continue
            }
            words.remove(at: index)
            let before = words[words.startIndex..<index].last?.lowercased() ?? ""
            let isLabel = ["version", "ver.", "ver", "v.", "v"].contains(before)
            if isLabel, index > 1 { words.remove(at: index - 1) }
            // The loop goes on with what stands before; labels are not looked at again.
            return takeRest(words, known)
        }
    }

    private mutating func takeRest(_ words: [Substring], _ known: String?) {
        name = words.joined(separator: " ")
        takeVersion(known)
    }

    // MARK: Words

    private static func plain(_ word: Substring) -> String {
        let isMarked = word.first == "v" || word.first == "V"
        return String(isMarked ? word.dropFirst() : word)
    }

    /// Whether `word` is numbers with dots between them, after an optional `v`.
    private static func isVersion(_ word: Substring) -> Bool {
        let parts = plain(word).split(separator: ".", omittingEmptySubsequences: false)
        return parts.count >= 2 && parts[0].utf8.allSatisfy(ByteText.isDigit)
            && parts.allSatisfy { $0.utf8.first.map(ByteText.isDigit) ?? false }
    }

    private static func architecture(_ word: Substring) -> String? {
        switch word.lowercased() {
        case "x64", "amd64", "64-bit", "64bit", "64-bits", "win64", "x86_64": "x64"
        case "x86", "32-bit", "32bit", "32-bits", "win32", "i386": "x86"
        case "arm64", "aarch64": "arm64"
        default: nil
        }
    }

    /// What a bare number means next to "bit", between parentheses only.
    private static let widths = ["64": "x64", "32": "x86"]

    private static func language(_ word: Substring) -> String? {
        let parts = word.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2, languages.contains(first.lowercased()),
            parts.dropFirst().allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isLetter) })
        else { return nil }
        return word.lowercased()
    }

    private static func longLanguage(_ word: Substring) -> String? {
        longLanguages[word.uppercased()]
    }

    private static let languages: Set<String> = [
        "fr", "en", "de", "es", "it", "pt", "nl", "ru", "pl", "ja", "zh", "ar", "ca", "eu", "br",
        "oc", "co", "tr", "el", "he", "sv", "da", "fi", "nb", "cs", "hu", "ro", "uk", "ko",
    ]
    private static let longLanguages = [
        "FRA": "fr", "ENU": "en", "ENG": "en", "DEU": "de", "ESN": "es", "ESP": "es", "ITA": "it",
        "FRANÇAIS": "fr", "ENGLISH": "en", "FRENCH": "fr",
    ]
}

extension StringProtocol {
    /// The text without the characters at its end that `isDropped` names.
    func trimmingSuffix(_ isDropped: (Character) -> Bool) -> String {
        var rest = self[...]
        while let last = rest.last, isDropped(last) { rest = rest.dropLast() }
        return String(rest)
    }

    /// Where `text` stands last.
    func range(ofLast text: String) -> Range<Index>? {
        var start = endIndex
        while true {
            if self[start...].hasPrefix(text) {
                return start..<index(start, offsetBy: text.count)
            }
            guard start > startIndex else { return nil }
            start = index(before: start)
        }
    }
}
