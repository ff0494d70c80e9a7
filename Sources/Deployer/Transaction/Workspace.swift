package import Platform
package import Primitives

/// Socle's own folders on the file systems of one station: `.socle` at the top of each.
///
/// `stage` holds what is about to be put in place, `quarantine/tNNNNNNNN` what a transaction
/// displaced. The lock, the journal of the running transaction (`wal`) and the sign that it is being
/// taken back (`takeback`) are in the root's only.
package struct Workspace: Sendable {
    /// The folder's name at the top of every file system.
    package static let folder = ".socle"

    /// Where each file system is mounted; the root's comes first.
    package let volumes: [RelativePath]

    package init(volumes: [RelativePath]) {
        self.volumes = volumes.isEmpty ? [.root] : volumes
    }

    package var lock: RelativePath { own(0, "lock") }
    package var journal: RelativePath { own(0, "wal") }
    package var draft: RelativePath { own(0, "wal.new") }
    package var takeBackSign: RelativePath { own(0, "takeback") }
    package var signDraft: RelativePath { own(0, "takeback.new") }
    package var home: RelativePath { own(0, "") }

    /// The folder of the scripts that steps run.
    static let scripts = RelativePath(uncheckedBytes: Array("\(folder)/scripts".utf8))

    /// One script of it.
    static func script(_ name: String) -> RelativePath {
        RelativePath(uncheckedBytes: Array("\(folder)/scripts/\(name)".utf8))
    }

    package func stage(_ volume: Int) -> RelativePath { own(volume, "stage") }

    /// The staging folder of one worker.
    package func stage(_ volume: Int, worker: Int) -> RelativePath {
        own(volume, "stage/\(worker)")
    }

    package func quarantine(_ volume: Int, _ folder: String = "") -> RelativePath {
        own(volume, folder.isEmpty ? "quarantine" : "quarantine/\(folder)")
    }

    /// Where step `step` of a transaction keeps what it displaces.
    package func kept(_ volume: Int, _ folder: String, step: Int) -> RelativePath {
        own(volume, "quarantine/\(folder)/\(step)")
    }

    /// Where what took a name of step `step` between a stop and the repeated commit is kept.
    func since(_ volume: Int, _ folder: String, step: Int, _ attempt: Int) -> RelativePath {
        own(volume, "quarantine/\(folder)/\(step).since-\(attempt)")
    }

    /// Where what took a name of step `step` before the taking back is kept.
    package func late(_ volume: Int, _ folder: String, step: Int) -> RelativePath {
        own(volume, "quarantine/\(folder)/\(step).late")
    }

    /// How many files may take one name, a stop after each, before a commit gives up.
    static var lateNames: Int { 100 }

    /// The journal of a transaction that is done.
    package func manifest(_ folder: String) -> RelativePath {
        own(0, "quarantine/\(folder)/manifest")
    }

    /// The sign that the record of actions holds a transaction.
    package func recorded(_ folder: String) -> RelativePath {
        own(0, "quarantine/\(folder)/recorded")
    }

    /// The sign that what a transaction displaced was purged: it can be undone no more.
    package func purged(_ folder: String) -> RelativePath {
        own(0, "quarantine/\(folder)/purged")
    }

    /// The sign that what follows a transaction's commit was done.
    package func stepsDone(_ folder: String) -> RelativePath {
        own(0, "quarantine/\(folder)/steps-done")
    }

    /// The volume that holds `path`: the one mounted nearest above it.
    package func volume(of path: RelativePath) -> Int {
        var best = 0
        for (index, mount) in volumes.enumerated().dropFirst()
        where path.isWithin(mount) && mount.bytes.count >= volumes[best].bytes.count {
            best = index
        }
        return best
    }

    /// Whether `path` is Socle's own folder on some file system, or lies in it.
    package func owns(_ path: RelativePath) -> Bool {
        volumes.indices.contains { path.isWithin(own($0, "")) }
    }

    /// Creates the folders for a transaction; what an earlier attempt staged is dropped.
    ///
    /// Each file system is opened on its own first. Its top keeps its modification time.
    package func prepare(_ disk: some Disk) throws(PlatformError) {
        try disk.open(volumes: volumes)
        for volume in volumes.indices {
            let top = volumes[volume]
            if try disk.statusIfPresent(of: own(volume, "")) == nil {
                let time = try disk.status(of: top).modified
                try disk.makeDirectory(own(volume, ""), permissions: 0o700)
                try disk.setModified(time, of: top)
            }
            try disk.removeTree(stage(volume))
            try disk.makeDirectory(stage(volume), permissions: 0o700)
            if try disk.statusIfPresent(of: quarantine(volume)) == nil {
                try disk.makeDirectory(quarantine(volume), permissions: 0o700)
            }
        }
    }

    private func own(_ volume: Int, _ rest: String) -> RelativePath {
        let top = volumes[volume].bytes
        let tail = Array((rest.isEmpty ? Self.folder : "\(Self.folder)/\(rest)").utf8)
        return RelativePath(
            uncheckedBytes: top.isEmpty ? tail : top + [UInt8(ascii: "/")] + tail
        )
    }
}

extension Workspace {
    /// The identity of each file system; nil where it has none that lasts.
    func identities(_ root: Directory) throws(DeployerError) -> [FileSystemIdentity?] {
        var identities: [FileSystemIdentity?] = []
        for mount in volumes {
            identities.append(
                try onDisk { () throws(PlatformError) in
                    try root.openDirectory(mount).fileSystemIdentity()
                }
            )
        }
        return identities
    }

    /// Creates the folder at the top of the root's file system, whose time stays.
    func makeHome(_ disk: some Disk) throws(PlatformError) {
        guard try disk.statusIfPresent(of: home) == nil else { return }
        let time = try disk.status(of: .root).modified
        try disk.makeDirectory(home, permissions: 0o700)
        try disk.setModified(time, of: .root)
    }
}
