import Deployer
import Inventory
import Platform
import Primitives

extension Station {
    /// What is known of the station beside its files; of a blank one nothing but who it is.
    func restoreFacts(_ context: Context) throws(Failure) -> StationFacts {
        guard try !isBlank() else { return StationFacts(identity: identity) }
        let inventory = try context.inventory(of: root, unownedFiles: .leave)
        return StationFacts(
            identity: identity,
            ownership: LazyOwnership(root).ownership,
            installed: InstalledLock.make(from: inventory)
        )
    }

    /// Whether the root holds no system yet: nothing but what a new file system, enrolment and the
    /// layout of a disk made.
    ///
    /// - Throws: ``Failure`` of refusal for a root that holds files and no Debian: a restore would
    ///   set all of them aside.
    func isBlank() throws(Failure) -> Bool {
        let top = try names(in: "")
        let settings = try names(in: "etc")
        let variable = try names(in: "var")
        let state = try names(in: "var/lib")
        guard !settings.contains("os-release") else { return false }
        try refuseWindows()
        // What is mounted below a new root is judged by whoever mounted it.
        let mounted = try Failure.explaining { () throws(PlatformError) in
            Set(
                try root.mountedBelow().compactMap { mount in
                    mount.mountPoint.dropFirst(root.location.utf8.count)
                        .split(separator: UInt8(ascii: "/")).first
                        .map { String(decoding: $0, as: UTF8.self) }
                }
            )
        }
        let isNew =
            top.subtracting(mounted).isSubset(of: ["lost+found", ".socle", "etc", "var"])
            && settings.isSubset(of: ["socle", "fstab", "hostname", "hosts", "machine-id"])
            && variable.isSubset(of: ["lib"])
            && state.isSubset(of: ["socle"])
        guard isNew else {
            throw Failure(
                .refused,
                "the root holds files and no Debian system; a restore would set all of them aside",
                hints: ["name the root of the station with --root, or an empty file system"]
            )
        }
        return true
    }

    private func names(in folder: String) throws(Failure) -> Set<String> {
        let path =
            folder.isEmpty ? RelativePath.root : RelativePath(uncheckedBytes: Array(folder.utf8))
        return try Failure.explaining { () throws(PlatformError) in
            guard let directory = try root.openDirectoryIfPresent(path) else { return [] }
            let names = try directory.entries().map { String(decoding: $0.name, as: UTF8.self) }
            // A write that was killed left its draft.
            return Set(names.filter { !$0.hasPrefix(".socle-") })
        }
    }
}
