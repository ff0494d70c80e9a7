public import Platform
public import Primitives

/// A transaction that ended and that the record of actions does not hold, for a program that was
/// killed in between.
public struct Unrecorded: Sendable, Equatable {
    /// The transaction's number.
    public let number: Int64
    /// The plan that was carried out.
    public let plan: Digest
    /// The plan that was approved.
    public let approved: Digest
    /// The restore it took back; nil for a restore.
    public let undoes: Int64?

    /// The last transaction of `root`, where nobody said that it is recorded.
    ///
    /// One that was never ended is ``Recovery``'s.
    public static func find(_ root: Directory) throws(DeployerError) -> Unrecorded? {
        guard let last = try Quarantine.numbers(root).max() else { return nil }
        let folder = TransactionHeader.folder(last)
        let home = Workspace(volumes: [.root])
        let isKnown = try onDisk { () throws(PlatformError) in
            try root.presence(of: home.recorded(folder)) != nil
        }
        guard !isKnown, let header = try Quarantine.header(root, folder: folder) else { return nil }
        return Unrecorded(
            number: header.number,
            plan: header.plan,
            approved: header.approved,
            undoes: header.undoes
        )
    }

    /// Notes that the record holds the last transaction of `root`, and all before it.
    public static func settle(_ root: Directory) throws(DeployerError) {
        guard let found = try find(root) else { return }
        let home = Workspace(volumes: [.root])
        try onDisk { () throws(PlatformError) in
            let disk = SystemDisk(root: root)
            let sign = home.recorded(TransactionHeader.folder(found.number))
            try disk.replace(sign, with: [], permissions: 0o600)
        }
    }
}
