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
        switch source {
        case .windows, .appx, .winget, .driver:
            return compared(try? WindowsVersion(found), try? WindowsVersion(wanted))
        case .rpm:
            return compared(try? RPMVersion(found), try? RPMVersion(wanted))
        default:
            return compared(try? DebianVersion(found), try? DebianVersion(wanted))
        }
    }

    /// How `found` stands to `rule`.
    package static func judge(
        _ found: String,
        rule: VersionRule,
        source: InventorySource
    ) -> VersionJudgement {
        switch rule {
        case .any:
            return .compliant
        case .atLeast(let version):
            let judgement = judge(found, against: version, source: source)
            return judgement == .newer ? .compliant : judgement
        case .exactly(let version):
            return judge(found, against: version, source: source)
        case .upstream(let version):
            return judgeUpstream(found, wanted: version, source: source)
        }
    }

    private static func judgeUpstream(
        _ found: String,
        wanted: String,
        source: InventorySource
    ) -> VersionJudgement {
        guard source == .dpkg || source == .rpm else {
            return judge(found, against: wanted, source: source)
        }
        let upstream: String?
        switch source {
        case .rpm: upstream = (try? RPMVersion(found))?.version
        default: upstream = (try? DebianVersion(found))?.upstream
        }
        guard let upstream else { return .unreadable }
        // `+dfsg`, `+ds1`: the distribution's own repacking of the same upstream version.
        if upstream == wanted || upstream.hasPrefix(wanted + "+") { return .compliant }
        guard source == .dpkg else { return judge(upstream, against: wanted, source: source) }
        // An epoch and a revision, so that a colon or a hyphen stays in the upstream part.
        return judge("0:\(upstream)-0", against: "0:\(wanted)-0", source: source)
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
