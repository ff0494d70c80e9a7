internal import Platform
internal import Primitives

/// What earlier transactions of a station displaced.
enum Quarantine {
    /// The journals of all transactions that are done, oldest first.
    static func headers(_ root: Directory) throws(DeployerError) -> [TransactionHeader] {
        var headers: [TransactionHeader] = []
        for folder in try folders(root) {
            if let header = try log(root, folder: folder)?.header { headers.append(header) }
        }
        return headers.sorted { $0.number < $1.number }
    }

    /// The journal kept with transaction `number`.
    static func log(_ root: Directory, number: Int64) throws(DeployerError) -> WriteAheadLog? {
        try log(root, folder: TransactionHeader.folder(number))
    }

    /// The number of the next transaction.
    static func nextNumber(_ root: Directory) throws(DeployerError) -> Int64 {
        // A folder that is not one of ours has no number.
        let numbers = try folders(root).compactMap { Int64($0.dropFirst()) }
        return (numbers.max() ?? 0) + 1
    }

    private static func folders(_ root: Directory) throws(DeployerError) -> [String] {
        let home = Workspace(volumes: [.root])
        return try onDisk { () throws(PlatformError) in
            guard try root.statusIfPresent(of: home.quarantine(0)) != nil else { return [] }
            return try root.entries(of: home.quarantine(0)).map {
                String(decoding: $0.name, as: UTF8.self)
            }
        }
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
