package import Model
import Primitives

/// How an installed version stands to what is asked for.
package enum VersionJudgement: Sendable, Hashable {
    case compliant, older, newer
    /// One of the two can not be read in its source's order.
    case unreadable
}

/// Orders versions as the source they were read from orders them.
package enum VersionOrder {
    /// How `found` stands to the exact version `wanted`.
    package static func judge(
        _ found: String,
        against wanted: String,
        source: InventorySource
    ) -> VersionJudgement {
        if found == wanted { return .compliant }
        return ReadyVersion(wanted, source: source).judge(found)
    }

    /// How `found` stands to `rule`.
    package static func judge(
        _ found: String,
        rule: VersionRule,
        source: InventorySource
    ) -> VersionJudgement {
        ReadyRule(rule, source: source).judge(found)
    }
}

/// A version asked for, read once to be compared with many.
struct ReadyVersion: Sendable {
    private enum Reading: Sendable {
        case windows(WindowsVersion?)
        case rpm(RPMVersion?)
        case debian(DebianVersion?)
    }

    private let text: String
    private let reading: Reading

    /// Reads `text` as `source` orders versions; one that can not be read is equal to itself alone.
    init(_ text: String, source: InventorySource) {
        self.text = text
        reading =
            switch source {
            case .windows, .appx, .winget, .driver: .windows(try? WindowsVersion(text))
            case .rpm: .rpm(try? RPMVersion(text))
            default: .debian(try? DebianVersion(text))
            }
    }

    func judge(_ found: String) -> VersionJudgement {
        if found == text { return .compliant }
        return switch reading {
        case .windows(let wanted): Self.compared(try? WindowsVersion(found), wanted)
        case .rpm(let wanted): Self.compared(try? RPMVersion(found), wanted)
        case .debian(let wanted): Self.compared(try? DebianVersion(found), wanted)
        }
    }

    private static func compared<Version: Comparable>(
        _ found: Version?,
        _ wanted: Version?
    ) -> VersionJudgement {
        guard let found, let wanted else { return .unreadable }
        if found == wanted { return .compliant }
        return found < wanted ? .older : .newer
    }
}

/// A rule of versions, read once to judge many.
struct ReadyRule: Sendable {
    /// The rule as it was given.
    let rule: VersionRule
    private let source: InventorySource
    private let wanted: ReadyVersion?

    init(_ rule: VersionRule, source: InventorySource) {
        self.rule = rule
        self.source = source
        wanted =
            switch rule {
            case .any: nil
            case .atLeast(let version), .exactly(let version):
                ReadyVersion(version, source: source)
            // An epoch and a revision, so that a colon or a hyphen stays in the upstream part.
            case .upstream(let version) where source == .dpkg:
                ReadyVersion("0:\(version)-0", source: source)
            case .upstream(let version): ReadyVersion(version, source: source)
            }
    }

    /// How `found` stands to the rule.
    func judge(_ found: String) -> VersionJudgement {
        guard let wanted else { return .compliant }
        switch rule {
        case .any: return .compliant
        case .exactly: return wanted.judge(found)
        case .atLeast:
            let judgement = wanted.judge(found)
            return judgement == .newer ? .compliant : judgement
        case .upstream(let version): return judgeUpstream(found, version, wanted)
        }
    }

    private func judgeUpstream(
        _ found: String,
        _ version: String,
        _ wanted: ReadyVersion
    ) -> VersionJudgement {
        let upstream: String? =
            switch source {
            case .rpm: (try? RPMVersion(found))?.version
            case .dpkg: (try? DebianVersion(found))?.upstream
            default: found
            }
        guard let upstream else { return .unreadable }
        guard source == .dpkg || source == .rpm else { return wanted.judge(found) }
        // `+dfsg`, `+ds1`: the distribution's own repacking of the same upstream version.
        if upstream == version || upstream.hasPrefix(version + "+") { return .compliant }
        return wanted.judge(source == .dpkg ? "0:\(upstream)-0" : upstream)
    }
}
