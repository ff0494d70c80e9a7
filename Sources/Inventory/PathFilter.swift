internal import Platform
internal import Primitives

/// The paths dpkg was told not to unpack: `path-exclude` and `path-include` of its configuration.
struct PathFilter: Sendable {
    /// Rules in order; the last that matches decides.
    private let rules: [(pattern: [UInt8], isExclusion: Bool)]

    /// Reads `etc/dpkg/dpkg.cfg.d/*` and `etc/dpkg/dpkg.cfg` below `root`.
    static func read(root: Directory) -> PathFilter {
        let station = StationFiles(root)
        let folder = "etc/dpkg/dpkg.cfg.d"
        // A configuration that cannot be read excludes nothing: more is compared, never less.
        let names = (try? station.names(in: folder)) ?? []
        var rules: [(pattern: [UInt8], isExclusion: Bool)] = []
        for file in names.filter(AptConfiguration.isRead).map({ "\(folder)/\($0)" })
            + ["etc/dpkg/dpkg.cfg"]
        {
            let bytes = try? station.content(file, limit: ReadingLimits.configuration)  // as above
            rules += parse(bytes.flatMap(\.self) ?? [])
        }
        return PathFilter(rules: rules)
    }

    /// Reads one configuration file.
    static func parse(_ bytes: [UInt8]) -> [(pattern: [UInt8], isExclusion: Bool)] {
        var rules: [(pattern: [UInt8], isExclusion: Bool)] = []
        for line in ByteText.lines(bytes[...]) {
            let text = ByteText.trimmed(line)
            for (word, isExclusion) in [("path-exclude", true), ("path-include", false)]
            where text.starts(with: word.utf8) {
                var value = text.dropFirst(word.utf8.count)
                guard let next = value.first, ByteText.isBlank(next) || next == UInt8(ascii: "=")
                else { continue }
                value = value.drop { ByteText.isBlank($0) || $0 == UInt8(ascii: "=") }
                if value.first == ByteText.slash { value = value.dropFirst() }
                if !value.isEmpty, value.count <= 4096 {
                    rules.append(([UInt8](value), isExclusion))
                }
            }
        }
        return rules
    }

    /// Reads rules as given.
    init(rules: [(pattern: [UInt8], isExclusion: Bool)]) {
        self.rules = rules
    }

    /// The patterns of what is not unpacked, in order.
    var exclusions: [String] {
        rules.filter(\.isExclusion).map { String(decoding: $0.pattern, as: UTF8.self) }
    }

    /// Whether dpkg was told not to unpack `path`.
    func excludes(_ path: RelativePath) -> Bool {
        rules.last { Self.matches($0.pattern[...], path.bytes[...]) }?.isExclusion ?? false
    }

    /// fnmatch(3) without flags: `*` and `?` match slashes too, `[…]` is a set.
    static func matches(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
        var p = pattern.startIndex
        var n = name.startIndex
        var resume: (pattern: Int, name: Int)?
        while n < name.endIndex {
            if p < pattern.endIndex, pattern[p] == UInt8(ascii: "*") {
                resume = (p + 1, n)
                p += 1
            } else if p < pattern.endIndex, let next = step(pattern, p, name[n]) {
                p = next
                n += 1
            } else if let last = resume {
                resume = (last.pattern, last.name + 1)
                p = last.pattern
                n = last.name + 1
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// The index after the pattern's element at `index` when that matches `byte`.
    private static func step(_ pattern: ArraySlice<UInt8>, _ index: Int, _ byte: UInt8) -> Int? {
        switch pattern[index] {
        case UInt8(ascii: "?"): return index + 1
        case UInt8(ascii: "\\") where index + 1 < pattern.endIndex:
            return pattern[index + 1] == byte ? index + 2 : nil
        case UInt8(ascii: "["):
            guard let end = pattern[(index + 1)...].dropFirst().firstIndex(of: UInt8(ascii: "]"))
            else { return byte == UInt8(ascii: "[") ? index + 1 : nil }
            return isIn(pattern[(index + 1)..<end], byte) ? end + 1 : nil
        default: return pattern[index] == byte ? index + 1 : nil
        }
    }

    private static func isIn(_ set: ArraySlice<UInt8>, _ byte: UInt8) -> Bool {
        var set = set
        let isNegated = set.first == UInt8(ascii: "!") || set.first == UInt8(ascii: "^")
        if isNegated { set = set.dropFirst() }
        var index = set.startIndex
        while index < set.endIndex {
            if index + 2 < set.endIndex, set[index + 1] == UInt8(ascii: "-") {
                if set[index] <= byte, byte <= set[index + 2] { return !isNegated }
                index += 3
            } else {
                if set[index] == byte { return !isNegated }
                index += 1
            }
        }
        return isNegated
    }
}
