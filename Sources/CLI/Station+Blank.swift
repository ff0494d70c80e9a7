import Platform
import Primitives

extension Station {
    /// Whether the root holds no system yet: nothing but what a new file system and enrolment made.
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
        let isNew =
            top.isSubset(of: ["lost+found", ".socle", "etc", "var"])
            && settings.isSubset(of: ["socle"]) && variable.isSubset(of: ["lib"])
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
            return Set(try directory.entries().map { String(decoding: $0.name, as: UTF8.self) })
        }
    }
}
