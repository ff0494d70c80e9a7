package import Model
internal import Primitives

/// Why a station should be started again after a restore.
package enum RebootAdvice {
    /// What runs since the start and can not be replaced while it runs, by where it lies.
    ///
    /// A `*` is one name. The initial file system is rebuilt by a step and is no change of a plan.
    private static let places: [(RebootReason, [String])] = [
        (.kernel, ["/boot/vmlinuz-*", "/usr/lib/modules/*/kernel", "/lib/modules/*/kernel"]),
        (
            .libc,
            [
                "/usr/lib/*/libc.so.6", "/lib/*/libc.so.6", "/usr/lib/*/ld-linux*",
                "/lib64/ld-linux*", "/usr/lib64/ld-linux*", "/lib/*/ld-linux*",
            ]
        ),
        (
            .initSystem,
            ["/usr/lib/systemd/systemd", "/lib/systemd/systemd", "/usr/sbin/init", "/sbin/init"]
        ),
        (.firmware, ["/usr/lib/firmware", "/lib/firmware"]),
    ]

    /// What of it was among the changes.
    package static func reasons(_ changes: [PlanChange]) -> [RebootReason] {
        places.compactMap { reason, texts in
            // The literals above are valid patterns.
            let patterns = texts.compactMap { try? PathPattern($0) }
            let isChanged = changes.contains { change in
                change.kind != .directory && patterns.contains { $0.covers(change.path) }
            }
            return isChanged ? reason : nil
        }
    }
}
