import Inventory
import Platform
import Primitives

extension Station {
    /// Opens the folder that `--root` names; a volume that is not mounted is named as such.
    ///
    /// - Throws: ``Failure`` of refusal for a volume that BitLocker encrypts.
    static func open(_ path: String) throws(Failure) -> Directory {
        let file = UserFile(path)
        do throws(Failure) {
            return try file.folder()
        } catch {
            guard let name = try? file.relativeName(), let parent = try? file.parent(),
                let start = try? parent.start(ofVolume: name, UnmountedVolume.length)
            else { throw error }  // what it is cannot be told: that it is no folder is
            throw failure(UnmountedVolume.recognise(start), path) ?? error
        }
    }

    private static func failure(_ volume: UnmountedVolume, _ path: String) -> Failure? {
        switch volume {
        case .bitLocker:
            Failure(
                .refused,
                "\(path) is a volume encrypted by BitLocker; nothing of it can be read",
                hints: [
                    "unlock it with its recovery key (cryptsetup bitlkOpen \(path) NAME), mount it"
                        + " read-only and name that folder with --root"
                ]
            )
        case .ntfs:
            Failure(
                .undetermined,
                "\(path) is a Windows volume that is not mounted",
                hints: ["mount it read-only and name that folder with --root"]
            )
        case .other: nil
        }
    }

    /// Refuses a Windows disk, before a command that would change it.
    func refuseWindows() throws(Failure) {
        guard isWindows else { return }
        throw Failure(
            .refused,
            "the root is a Windows disk; it can be looked at, not restored",
            hints: ["name the root of the Debian station with --root"]
        )
    }
}
