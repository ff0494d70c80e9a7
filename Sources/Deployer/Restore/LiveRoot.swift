package import Model
internal import Packaging
internal import Platform
internal import Primitives

/// What a restore minds where the root is the one it runs in.
package enum LiveRoot {
    /// Refuses a plan that takes the running program, or a library it needs, away from its own root.
    static func requireTool(_ root: Directory, _ plan: Plan) throws(DeployerError) {
        let files = try onDisk { () throws(PlatformError) in
            try root.isProcessRoot() ? try Host.mappedFiles() : []
        }
        guard let lost = lost(files, in: plan) else { return }
        throw DeployerError(
            .removesItself,
            subject: lost,
            detail: "the socle does not hold the tool that is running; "
                + "restore from the rescue system, or put the package socle in the socle"
        )
    }

    /// The first of `files` that `plan` removes.
    package static func lost(_ files: [String], in plan: Plan) -> String? {
        let removed = Set(plan.changes.lazy.filter { $0.action == .remove }.map(\.path))
        return files.first { file in
            // What is not below the root has no path there and is not removed.
            (try? RelativePath(String(file.dropFirst()))).map(removed.contains) ?? false
        }
    }

    /// `target` as it is for `root`: where the kernel that runs is not one of it, the kernel stays.
    static func target(_ target: RestoreTarget, for root: Directory) -> RestoreTarget {
        // Where this can not be told, the plan names the kernel among what it removes.
        guard (try? root.isProcessRoot()) == true, let release = try? Host.kernelRelease() else {
            return target
        }
        return keeping(kernel: release, target)
    }

    /// Keeps the kernel that last booted until another has.
    ///
    /// Until the boot loader knows the target's kernel and it has started once, a power cut would
    /// leave a station that can not start.
    package static func keeping(
        kernel release: String,
        _ target: RestoreTarget
    ) -> RestoreTarget {
        guard let image = try? RelativePath("boot/vmlinuz-\(release)"),
            target.tree.place(of: image) == nil
        else { return target }
        let names = ["vmlinuz", "initrd.img", "System.map", "config"]
        let kept = names.map { "/boot/\($0)-\(release)" }
        let rules = (kept + ["/usr/lib/modules/\(release)", "/lib/modules/\(release)"])
            // A release the kernel gave is a valid component.
            .compactMap { try? PathPattern($0) }
            .map { PathRule($0, .preserve) }
        var result = target
        result.rules = PathRules(target.rules.rules + rules)
        return result
    }
}
