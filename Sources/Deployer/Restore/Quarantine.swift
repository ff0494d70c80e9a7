internal import Platform
internal import Primitives

/// What earlier transactions of a station displaced.
enum Quarantine {
    /// The headers of all transactions that are done, oldest first.
    static func headers(_ root: Directory) throws(DeployerError) -> [TransactionHeader] {
        var headers: [TransactionHeader] = []
        for folder in try folders(root) {
            if let header = try header(root, folder: folder) { headers.append(header) }
        }
        return headers.sorted { $0.number < $1.number }
    }

    /// Whether what transaction `folder` displaced was purged, wholly or in part.
    static func isPurged(_ root: Directory, _ folder: String) throws(DeployerError) -> Bool {
        let home = Workspace(volumes: [.root])
        return try onDisk { () throws(PlatformError) in
            try root.presence(of: home.purged(folder)) != nil
        }
    }

    /// The journal kept with transaction `number`.
    static func log(_ root: Directory, number: Int64) throws(DeployerError) -> WriteAheadLog? {
        try log(root, folder: TransactionHeader.folder(number))
    }

    /// The header of the last transaction, where what follows its commit was not ended.
    ///
    /// Where it was, as nearly always, this lists one folder and looks at one name.
    static func awaitingSteps(_ root: Directory) throws(DeployerError) -> TransactionHeader? {
        let home = Workspace(volumes: [.root])
        for folder in try numbers(root).sorted(by: >).map(TransactionHeader.folder) {
            let isDone = try onDisk { () throws(PlatformError) in
                try root.presence(of: home.stepsDone(folder)) != nil
            }
            guard !isDone else { return nil }
            // Without its journal it is what a transaction taken back left for its owner.
            if let header = try header(root, folder: folder) { return header }
        }
        return nil
    }

    /// The number of the next transaction: none that a folder on any of `volumes` has.
    static func nextNumber(
        _ root: Directory,
        volumes: [RelativePath]
    ) throws(DeployerError) -> Int64 {
        var last: Int64 = 0
        for volume in volumes { last = max(last, try numbers(root, volume).max() ?? 0) }
        return last + 1
    }

    /// The numbers that have a folder; one that is not ours has none.
    static func numbers(
        _ root: Directory,
        _ volume: RelativePath = .root
    ) throws(DeployerError) -> [Int64] {
        try folders(root, volume).compactMap { Int64($0.dropFirst()) }
    }

    private static func folders(
        _ root: Directory,
        _ volume: RelativePath = .root
    ) throws(DeployerError) -> [String] {
        let path = Workspace(volumes: [volume]).quarantine(0)
        return try onDisk { () throws(PlatformError) in
            guard try root.presence(of: path) != nil else { return [] }
            return try root.entries(of: path).map { String(decoding: $0.name, as: UTF8.self) }
        }
    }

    /// The header of the journal kept in `folder`; nil where none is.
    static func header(
        _ root: Directory,
        folder: String
    ) throws(DeployerError) -> TransactionHeader? {
        let path = Workspace(volumes: [.root]).manifest(folder)
        let isThere = try onDisk { () throws(PlatformError) in
            try root.presence(of: path) != nil
        }
        guard isThere else { return nil }
        let file: File
        do { file = try root.openFile(path) } catch { throw DeployerError(error) }
        return try WriteAheadLog.header(file, name: path.description)
    }

    private static func log(
        _ root: Directory,
        folder: String
    ) throws(DeployerError) -> WriteAheadLog? {
        let home = Workspace(volumes: [.root])
        let path = home.manifest(folder)
        let bytes = try onDisk { () throws(PlatformError) in
            try root.readIfPresent(path, limit: WriteAheadLog.sizeLimit)
        }
        guard let bytes else { return nil }
        return try WriteAheadLog(bytes, name: path.description)
    }
}
