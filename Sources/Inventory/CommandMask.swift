package import Platform

/// Takes people's names, and those of their documents, out of a logged command.
///
/// Masked are: the folder of a person in a path (below `home`, `media`, `run/user` or after `~`) with
/// all that the path names in it, a
/// part of a path or a value that is the name of an account of the station, what stands before `@`
/// (a user, or a user with a password, of another machine), and a user named to an option.
package struct CommandMask: Sendable {
    /// Names of people's accounts, for comparing only; they are never part of a result.
    private let accounts: Set<String>
    /// The longest command kept.
    private static let longest = 400
    private static let mask = "*"

    /// Masks those names beside what a path gives away by itself.
    package init(accounts: Set<String> = []) {
        self.accounts = accounts
    }

    /// A mask for the accounts below `root`; a file that cannot be read names nobody.
    package static func read(root: Directory) -> CommandMask {
        // Only names to hide come from here: without it, paths are still masked by their form.
        let bytes = try? StationFiles(root).content(
            "etc/passwd",
            limit: ReadingLimits.configuration
        )
        var accounts: Set<String> = []
        for line in ByteText.lines((bytes.flatMap(\.self) ?? [])[...]) {
            let parts = line.split(
                separator: UInt8(ascii: ":"),
                maxSplits: 3,
                omittingEmptySubsequences: false
            )
            guard parts.count == 4, let id = ByteText.number(parts[2]),
                (1000..<60000).contains(id)
            else { continue }
            accounts.insert(ByteText.string(parts[0]))
        }
        return CommandMask(accounts: accounts)
    }

    /// `command` without names, on one line, at most 400 characters.
    package func apply(_ command: String) -> String {
        var words: [Substring] = []
        var previous: Substring = ""
        for word in command.split(whereSeparator: \.isWhitespace) {
            words.append(masked(word, after: previous))
            previous = word
        }
        let text = words.joined(separator: " ")
        return text.count > Self.longest ? String(text.prefix(Self.longest)) + "…" : text
    }

    private func masked(_ word: Substring, after previous: Substring) -> Substring {
        let options: Set<Substring> = ["-u", "--user", "-U", "--chuid", "-l"]
        if options.contains(previous), accounts.contains(String(word)) { return Self.mask[...] }
        var word = word
        if let at = word.lastIndex(of: "@") {
            let before = word[..<at]
            let start =
                before.lastIndex { $0 == "/" || $0 == "=" }.map(before.index(after:))
                ?? before.startIndex
            if start < at { word = word[..<start] + Self.mask + word[at...] }
        }
        guard word.contains("/") || word.contains("=") || word.hasPrefix("~") else { return word }
        return word.split(separator: "=", omittingEmptySubsequences: false)
            .map { maskedPath($0) }.joined(separator: "=")[...]
    }

    private func maskedPath(_ path: Substring) -> String {
        let places: Set<String> = ["home", "Users", "user", "media"]
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        for index in parts.indices {
            let isBelowPlace = index > 0 && places.contains(parts[index - 1]) && path.contains("/")
            let bare = parts[index].trimmingQuotes
            if !parts[index].isEmpty, isBelowPlace {
                parts[index] = Self.mask
            } else if bare.hasPrefix("~") {
                parts[index] = bare.count > 1 ? "~" + Self.mask : "~"
            } else {
                if accounts.contains(bare) { parts[index] = Self.mask }
                continue
            }
            // What is in a person's folder is a document of theirs, whatever it is called.
            if index + 1 < parts.count {
                parts.replaceSubrange((index + 1)..., with: [Self.mask])
            }
            break
        }
        return parts.joined(separator: "/")
    }
}

extension String {
    /// The text without quotes at its ends.
    fileprivate var trimmingQuotes: String {
        var text = self[...]
        while let first = text.first, first == "'" || first == "\"" { text = text.dropFirst() }
        while let last = text.last, last == "'" || last == "\"" { text = text.dropLast() }
        return String(text)
    }
}
