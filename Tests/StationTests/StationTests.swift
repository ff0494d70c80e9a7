import TestSupport
import Testing

/// The program on real Debian roots, judged by tools that are none of ours.
///
/// One test at a time: each works on whole roots.
@Suite(
    .serialized,
    .scratch,
    .tags(.large),
    .enabled(if: Privilege.isRoot, "needs root: owners, devices, chroot"),
    .enabled(if: Privilege.mayMount, "needs mount namespaces, which this machine refuses"),
    .enabled(if: Tool.exists("debootstrap"), "needs debootstrap"),
    .enabled(if: Tool.exists("rsync"), "needs rsync, the judge"),
    .enabled(if: Tool.exists("jq"), "needs jq, which Scripts/depot-from uses")
)
struct StationTests {}
