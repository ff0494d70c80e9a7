package import Platform
internal import Primitives

/// A small reader of apt's configuration language, for the one list that matters here.
///
/// It understands `a::b "v";`, `a { b { "v"; }; };`, `a:: "v";`, `#clear a;` and the three kinds of
/// comments; what it does not understand it passes over, as a tolerant reader of a file that apt
/// itself accepts must.
package enum AptConfiguration {
    /// The patterns of `APT::NeverAutoRemove`, in file order, over all files apt reads.
    package static func keptPatterns(root: Directory) throws(InventoryError) -> [String] {
        let station = StationFiles(root)
        let folder = "etc/apt/apt.conf.d"
        var files: [String] = []
        for name in try station.names(in: folder) where isRead(name) {
            files.append("\(folder)/\(name)")
        }
        files.append("etc/apt/apt.conf")
        var patterns: [String] = []
        for file in files where station.kind(file) == .regular {
            guard let bytes = try station.content(file, limit: ReadingLimits.configuration)
            else { continue }
            apply(bytes, to: &patterns)
        }
        return patterns
    }

    /// Whether apt reads a file of that name in a `.d` folder: letters, digits, `-`, `_` and no
    /// extension but `.conf`.
    package static func isRead(_ name: String) -> Bool {
        let stem = name.hasSuffix(".conf") ? name.dropLast(5) : name[...]
        return !stem.isEmpty
            && stem.utf8.allSatisfy {
                ByteText.isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(ByteText.lowercased($0))
            }
    }

    /// Adds the kept patterns of one file to `patterns`, or clears them where the file says so.
    package static func apply(_ bytes: [UInt8], to patterns: inout [String]) {
        let wanted = "apt::neverautoremove"
        var scopes: [String] = []
        var words: [AptToken] = []
        for token in AptTokens.all(bytes) {
            switch token {
            case .word, .text: words.append(token)
            case .open:
                scopes.append(words.compactMap(\.name).last ?? "")
                words.removeAll()
            case .close:
                _ = scopes.popLast()
                words.removeAll()
            case .end:
                let names = words.compactMap(\.name)
                if names.first == "#clear", let cleared = names.dropFirst().first {
                    let key = path(cleared)
                    if wanted == key || wanted.hasPrefix(key + "::") { patterns.removeAll() }
                } else if let text = words.compactMap(\.text).last {
                    let key = path((scopes + names.suffix(1)).joined(separator: "::"))
                    if key == wanted || key.hasPrefix(wanted + "::") { patterns.append(text) }
                }
                words.removeAll()
            }
        }
    }

    /// A key in lower case without empty parts: `APT::NeverAutoRemove::` is a list's next entry.
    private static func path(_ key: String) -> String {
        key.lowercased().split(separator: ":", omittingEmptySubsequences: true)
            .joined(separator: "::")
    }
}

/// A token of apt's configuration language.
package enum AptToken: Equatable {
    case word(String)
    case text(String)
    case open, close, end

    var name: String? { if case .word(let name) = self { name } else { nil } }
    var text: String? { if case .text(let text) = self { text } else { nil } }
}

/// Cuts apt's configuration language into tokens.
package enum AptTokens {
    /// The tokens of a file, comments left out.
    package static func all(_ bytes: [UInt8]) -> [AptToken] {
        var tokens: [AptToken] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            switch byte {
            case UInt8(ascii: "{"): tokens.append(.open)
            case UInt8(ascii: "}"): tokens.append(.close)
            case UInt8(ascii: ";"): tokens.append(.end)
            case UInt8(ascii: "\""):
                let end = bytes[(index + 1)...].firstIndex(of: byte) ?? bytes.count
                tokens.append(.text(ByteText.string(bytes[(index + 1)..<end])))
                index = end
            case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
                index = blockEnd(bytes, index + 2)
            case UInt8(ascii: "/") where next == UInt8(ascii: "/"),
                UInt8(ascii: "#") where !isDirective(bytes, index):
                index = (bytes[index...].firstIndex(of: ByteText.newline) ?? bytes.count) - 1
            case _ where byte <= ByteText.space: break
            default:
                let end = bytes[index...].firstIndex(where: isWordEnd) ?? bytes.count
                tokens.append(.word(ByteText.string(bytes[index..<end])))
                index = end - 1
            }
            index += 1
        }
        return tokens
    }

    private static func isWordEnd(_ byte: UInt8) -> Bool {
        byte <= ByteText.space || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
            || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\"")
    }

    private static func isDirective(_ bytes: [UInt8], _ index: Int) -> Bool {
        bytes[index...].starts(with: "#clear".utf8)
    }

    private static func blockEnd(_ bytes: [UInt8], _ start: Int) -> Int {
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "/") {
                return index + 1
            }
            index += 1
        }
        return bytes.count
    }
}
