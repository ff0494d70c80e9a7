internal import Model
internal import Platform
internal import Primitives
internal import Trust

/// The signed scripts that steps run, kept on the station by their digest.
///
/// They are put there before a journal that names them is published, so that a recovery finds them
/// with no depot at hand, and stay for the undo. Nobody but root can enter the folder.
enum ScriptShelf {
    /// Where a script is kept.
    static func path(of script: StepScript) -> RelativePath {
        Workspace.script(script.digest.hex)
    }

    /// Keeps the scripts of `steps`, whose bytes `scripts` gives; those kept already are left alone.
    ///
    /// - Throws: ``DeployerError`` with `.content` where a script is not given.
    static func keep(
        _ steps: [PostRestoreStep],
        _ scripts: [Digest: [UInt8]],
        on disk: some Disk
    ) throws(DeployerError) {
        for script in steps.compactMap(\.script) {
            guard let bytes = scripts[script.digest],
                SHA256Hasher.digest(of: bytes) == script.digest
            else {
                throw DeployerError(
                    .content,
                    subject: script.target,
                    detail: "the script that a step runs was not fetched"
                )
            }
            try onDisk { () throws(PlatformError) in
                try keep(bytes, at: path(of: script), on: disk)
            }
        }
    }

    private static func keep(
        _ bytes: [UInt8],
        at path: RelativePath,
        on disk: some Disk
    ) throws(PlatformError) {
        if let status = try disk.root.presence(of: path), status.isRegular, status.mode == 0o700,
            try disk.root.read(path, limit: StepScript.sizeLimit) == bytes
        {
            return
        }
        if try disk.root.presence(of: Workspace.scripts) == nil {
            try disk.makeDirectory(Workspace.scripts, permissions: 0o700)
        }
        let draft = Workspace.script("new")
        try disk.removeTree(draft)
        let file = try disk.createFile(draft)
        try disk.write(bytes, to: file, at: 0)
        try disk.finish(
            file,
            FileMetadata(mode: 0o700, owner: 0, group: 0, modified: SystemClock.fileTime())
        )
        try disk.rename(draft, to: path, mode: .replace)
    }
}
