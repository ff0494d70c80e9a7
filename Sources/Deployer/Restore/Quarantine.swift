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

    /// The header of the last transaction, where the steps that follow it were not ended.
    ///
    /// Where they were, as nearly always, this lists one folder and looks at one name.
    static func awaitingSteps(_ root: Directory) throws(DeployerError) -> TransactionHeader? {
        let home = Workspace(volumes: [.root])
        let numbers = try folders(root).compactMap { Int64($0.dropFirst()) }
        for folder in numbers.sorted(by: >).map(TransactionHeader.folder) {
            let isDone = try onDisk { () throws(PlatformError) in
                try root.presence(of: home.stepsDone(folder)) != nil
            }
            guard !isDone else { return nil }
            let path = home.manifest(folder)
            let isThere = try onDisk { () throws(PlatformError) in
                try root.presence(of: path) != nil
            }
            // Without its journal it is what a transaction taken back left for its owner.
            guard isThere else { continue }
            let file: File
            do { file = try root.openFile(path) } catch { throw DeployerError(error) }
            let header = try WriteAheadLog.header(file, name: path.description)
            return header.steps.isEmpty ? nil : header
        }
        return nil
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
