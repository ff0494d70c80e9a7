public import Model
public import Platform
internal import Primitives

/// Lays a disk out, makes its file systems, and mounts them for a restore.
///
/// The order is the promise: the marker comes first and goes last, so that a disk whose content is
/// gone says so from the first byte erased until the station starts. Whatever stops it, the same call
/// goes on from the phase the marker names.
public struct DiskInstaller: ~Copyable {
    private let device: BlockDevice
    private let layout: DiskLayout
    private let placed: [PlacedPartition]
    /// Where it stands.
    public private(set) var marker: DiskMarker
    private let lock: FileLock
    private let mounts: DiskMounts

    /// Takes the disk for itself.
    ///
    /// - Parameters:
    ///   - path: the disk.
    ///   - layout: how it is cut up.
    ///   - placed: where each partition comes.
    ///   - marker: a new installation, or the one the disk was left in.
    /// - Returns: the disk, which nobody else works on until the value ends.
    /// - Throws: ``DeployerError`` as ``DiskSurvey/read(_:)`` does, `.locked` where another works
    ///   on it.
    public static func open(
        _ path: String,
        layout: DiskLayout,
        placed: [PlacedPartition],
        marker: DiskMarker
    ) throws(DeployerError) -> DiskInstaller {
        let device = try DiskSurvey.find(path)
        let mounts = try DiskMounts(device.name)
        let lock = try mounts.lock()
        try mounts.release()
        try DiskSurvey.requireUnused(device)
        return DiskInstaller(device, layout, placed, marker, lock, mounts)
    }

    private init(
        _ device: BlockDevice,
        _ layout: DiskLayout,
        _ placed: [PlacedPartition],
        _ marker: DiskMarker,
        _ lock: consuming FileLock,
        _ mounts: DiskMounts
    ) {
        self.device = device
        self.layout = layout
        self.placed = placed
        self.marker = marker
        self.lock = lock
        self.mounts = mounts
    }

    /// Begins `phase`; what came before it is durable.
    public mutating func enter(_ phase: DiskMarker.Phase) throws(DeployerError) {
        marker.phase = phase
        try marker.write(device)
    }

    /// Writes the partition table and makes the file systems, as far as that was not done.
    ///
    /// - Parameter observe: is told of each phase before it begins.
    /// - Throws: ``DeployerError`` with `.disk` where the disk or a program that works on it fails.
    public mutating func layOut(
        observe: (DiskMarker.Phase) -> Void
    ) throws(DeployerError) {
        if marker.phase == .table {
            observe(.table)
            try enter(.table)
            try writeTable()
            try enter(.volumes)
        } else if try !hasTable() {
            observe(.table)
            try writeTable()
        }
        try showPartitions()
        guard marker.phase == .volumes else { return }
        observe(.volumes)
        for place in placed where !place.isKept { try makeFileSystem(place) }
        try enter(.content)
    }

    /// Whether the table on the disk is the one this installation wrote.
    private func hasTable() throws(DeployerError) -> Bool {
        let result = try DiskTool.attempt(
            ["sfdisk", "--disk-id", device.path],
            on: device.path
        )
        return result.outputText.lowercased().contains(marker.uuid("disque"))
    }

    private func writeTable() throws(DeployerError) {
        var script = "label: gpt\nlabel-id: \(marker.uuid("disque"))\nunit: sectors\n"
        // sfdisk counts in the disk's own sectors, which a grain is a multiple of.
        let sector = device.sectorSize
        for place in placed {
            let partition = place.partition
            script += "start=\(place.extent.start / sector), size=\(place.extent.length / sector), "
            script += "type=\(partition.type), uuid=\(marker.uuid(partition.label)), "
            script += "name=\"\(partition.label)\"\n"
        }
        // The signatures on a kept partition stay; the others' file systems are wiped when made.
        try DiskTool.run(
            [
                "sfdisk", "--quiet", "--no-tell-kernel", "--wipe", "always",
                "--wipe-partitions", "never", device.path,
            ],
            on: device.path,
            input: script
        )
        try sync()
    }

    /// Has the kernel show the partitions as the table has them.
    private func showPartitions() throws(DeployerError) {
        try DiskTool.run(["partx", "--update", device.path], on: device.path)
        let deadline = MonotonicClock.now() + 30
        for index in placed.indices {
            while (try? BlockDevice.find(node(index))) == nil {  // Not there yet is why it waits.
                guard MonotonicClock.now() < deadline else {
                    throw DeployerError(
                        .disk,
                        subject: node(index),
                        detail: "the partition does not appear; start the machine again, then "
                            + "run the same command"
                    )
                }
                MonotonicClock.sleep(seconds: 0.1)
            }
        }
    }

    /// The partition's device: a digit ends a disk's name, a `p` stands between.
    private func node(_ index: Int) -> String {
        let separator = device.name.last?.isNumber == true ? "p" : ""
        return "\(device.path)\(separator)\(index + 1)"
    }

    private func makeFileSystem(_ place: PlacedPartition) throws(DeployerError) {
        guard let index = placed.firstIndex(of: place) else { return }
        let node = node(index)
        let label = place.partition.label
        try DiskTool.run(["wipefs", "--all", "--quiet", node], on: node)
        switch place.partition.role {
        case .bios: break
        case .efi:
            let serial = marker.serial(label).replacing("-", with: "")
            try DiskTool.run(
                ["mkfs.vfat", "-F", "32", "-n", "SOCLE-EFI", "-i", serial, node],
                on: node
            )
        case .boot, .root, .data:
            try DiskTool.run(
                ["mkfs.ext4", "-q", "-F", "-U", marker.uuid(label + " ext4"), "-L", label, node],
                on: node
            )
        }
        try sync()
    }

    private func sync() throws(DeployerError) {
        do {
            try device.openForWriting().sync()
        } catch {
            throw DeployerError(.disk, subject: device.path, detail: error.description)
        }
    }

    // MARK: The new root

    /// Mounts the file systems where the station has them, and gives the root.
    public func mount() throws(DeployerError) -> Directory {
        let places = placed.indices.compactMap { index in
            placed[index].partition.mountPoint.map { (index, $0) }
        }
        // A mount point lies on what is mounted before it.
        for (index, path) in places.sorted(by: { $0.1 < $1.1 }) {
            let type = placed[index].partition.role == .efi ? "vfat" : "ext4"
            try mounts.mount(node(index), type: type, at: path)
        }
        return try mounts.root()
    }

    /// The station's fstab(5).
    public func fileSystemTable() throws(DeployerError) -> String {
        var text = "# Écrit par socle à l’installation du disque.\n"
        let places = placed.compactMap { place in place.partition.mountPoint.map { ($0, place) } }
        for (path, place) in places.sorted(by: { $0.0 < $1.0 }) {
            let identity: String
            if place.isKept {
                identity = try keptIdentity(place)
            } else if place.partition.role == .efi {
                identity = marker.serial(place.partition.label)
            } else {
                identity = marker.uuid(place.partition.label + " ext4")
            }
            let rest =
                switch place.partition.role {
                case .efi: "vfat umask=0077 0 1"
                case .root: "ext4 errors=remount-ro 0 1"
                default: "ext4 defaults 0 2"
                }
            text += "UUID=\(identity) /\(path.isRoot ? "" : path.description) \(rest)\n"
        }
        return text
    }

    private func keptIdentity(_ place: PlacedPartition) throws(DeployerError) -> String {
        let content = try DiskSurvey.volume(device, "", place.extent, partitionName: "", type: "")
        guard !content.uuid.isEmpty else {
            throw DeployerError(
                .disk,
                subject: device.path,
                detail: "the partition of data that is to be kept has no UUID any more"
            )
        }
        return content.uuid
    }

    /// Where the new root is mounted.
    public var rootPath: String { mounts.path }

    /// Runs the programs that make the disk start, in the new root.
    ///
    /// - Returns: how each ended, the first that failed last.
    public func runSteps(_ root: Directory) -> [StepResult] {
        DiskMounts.runSteps(of: layout, on: device.path, root)
    }

    /// Unmounts everything; what was written is durable.
    public func unmount() throws(DeployerError) { try mounts.release() }

    /// Ends the installation: unmounts, and takes the marker off.
    public func finish() throws(DeployerError) {
        try mounts.release()
        try sync()
        try DiskMarker.clear(device)
    }
}
