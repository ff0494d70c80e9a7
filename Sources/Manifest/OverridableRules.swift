import Model
import Primitives

/// Keeps the application layer away from what guards a station.
///
/// The socle applicatif is signed by another key than the socle système; these rules are why that
/// key can not replace the ssh server, the C library or the tool itself.
enum OverridableRules {
    /// Trees an overridable path must lie in.
    static let roots = ["etc", "usr", "var"]

    /// What no pattern may touch, whatever the socle système says.
    static let protected = [
        "/boot", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/usr/bin", "/usr/sbin",
        "/usr/lib/modules", "/usr/lib/systemd", "/usr/lib/openssh", "/usr/lib/apt", "/usr/lib/dpkg",
        "/usr/lib/*-linux-gnu/libc.so.6", "/usr/lib/*-linux-gnu/libcrypto.so.3",
        "/usr/lib/*-linux-gnu/security", "/usr/share/keyrings", "/etc/apt", "/etc/ssh",
        "/etc/sudoers", "/etc/sudoers.d", "/etc/socle", "/etc/crypttab", "/etc/fstab",
        "/etc/ld.so.preload", "/etc/ld.so.conf", "/var/lib/socle",
    ].compactMap { text in
        // The literals above are valid patterns.
        try? PathPattern(text)
    }

    static func check(_ patterns: [PathPattern], _ rules: [PathRule], at field: Field) {
        let classes = PathRules(rules)
        for pattern in patterns {
            if let first = pattern.components.first,
                pattern.components.count < 2
                    || !roots.contains(String(decoding: first, as: UTF8.self))
            {
                field.report(
                    .overridableTooWide,
                    found: "\(pattern)",
                    expected: "a path two levels deep or more, in /etc, /usr or /var"
                )
            } else if let guarded = protected.first(where: { $0.overlaps(pattern) }) {
                field.report(
                    .overridableProtected,
                    found: "\(pattern), which reaches \(guarded)",
                    expected: "a path the application layer may safely replace"
                )
            } else if isNeverWritten(pattern, classes) {
                field.report(
                    .uselessRule,
                    found: "\(pattern), which no layer writes",
                    expected: "a path of class exact, once, merge or generated"
                )
            }
        }
    }

    private static func isNeverWritten(_ pattern: PathPattern, _ classes: PathRules) -> Bool {
        guard !pattern.hasWildcard, let path = try? RelativePath(bytes: pattern.bytes),
            !classes.hasRules(below: path)
        else { return false }
        let pathClass = classes.pathClass(of: path)
        return pathClass == .preserve || pathClass == .volatile
    }
}

extension PathPattern {
    private static let star = UInt8(ascii: "*")

    var hasWildcard: Bool { components.contains { $0.contains(Self.star) } }

    var bytes: [UInt8] { [UInt8](components.joined(separator: [UInt8(ascii: "/")])) }

    /// Whether every path `other` names lies within what this pattern names.
    func covers(_ other: PathPattern) -> Bool {
        other.components.count >= components.count
            && zip(components, other.components).allSatisfy { mine, theirs in
                mine == theirs || mine == [Self.star]
            }
    }

    /// Whether some path may lie within both patterns; two wildcard components count as meeting.
    func overlaps(_ other: PathPattern) -> Bool {
        zip(components, other.components).allSatisfy { mine, theirs in
            if mine.contains(Self.star), theirs.contains(Self.star) { return true }
            return PathPattern.matches(mine, theirs[...]) || PathPattern.matches(theirs, mine[...])
        }
    }
}
