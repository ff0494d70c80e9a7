internal import Model
internal import Platform
internal import Primitives

/// Tells whether a root is a Windows disk, and whether it can be judged as it lies there.
enum WindowsRoot {
    /// The files of the disk, or nil where the root holds no Windows.
    static func find(_ root: Directory) throws(InventoryError) -> WindowsFiles? {
        let station = WindowsFiles(root: root)
        guard try station.find("Windows/System32/config") != nil else { return nil }
        return station
    }

    /// Refuses a disk whose Windows is asleep: what it holds is not what Windows will go on with.
    ///
    /// `hiberfil.sys` starts with `hibr` while it is to be resumed from, after a fast start-up's
    /// shutdown too; another word (`wake`) or zeros stand there once it was.
    static func checkIsShutDown(_ station: WindowsFiles) throws(InventoryError) {
        guard let path = try station.find("hiberfil.sys"),
            let status = try station.status(path), status.kind == .regular
        else { return }
        let start = try station.open(path, as: path.description) { (file) throws(PlatformError) in
            try file.read(4, at: 0)
        }
        guard ByteText.equalsIgnoringCase(start[...], "hibr".utf8) else { return }
        throw InventoryError(
            .hibernated,
            subject: path.description,
            operation: "judge this disk",
            detail: "Windows was not shut down but put to sleep (hibernation or fast start-up)"
        )
    }
}
