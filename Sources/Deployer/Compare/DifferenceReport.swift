internal import Model
internal import Packaging
internal import Platform
internal import Primitives

/// The differences a comparison found, as a report names them.
struct DifferenceReport {
    let differences: [FileDifference]

    init(
        _ join: borrowing TreeJoin,
        target: TargetTree,
        root: Directory,
        ownership: Ownership
    ) {
        var list: [FileDifference] = []
        for (index, record) in join.records.enumerated() {
            guard let kind = Self.kind(record) else { continue }
            let entry = target.entries[index].entry
            let status = record.found < 0 ? nil : join.found.entries[Int(record.found)].status
            list.append(
                FileDifference(
                    path: entry.path,
                    kind: kind,
                    fileKind: status?.kind ?? entry.kind,
                    package: entry.package ?? ownership.owner(entry.path),
                    isSetting: ownership.isSetting(entry.path),
                    pathClass: record.pathClass,
                    size: status?.size ?? 0
                )
            )
        }
        let listed = list.count
        let owners = ForeignOwner(root: root, ownership: ownership)
        var directories: [RelativePath: String] = [:]
        for position in join.foreign {
            let (path, status) = join.found.entries[Int(position)]
            let inherited = path.parent.flatMap { directories[$0] }
            let owner = owners.owner(of: path, kind: status.kind, inherited: inherited)
            if status.kind == .directory { directories[path] = owner }
            guard !join.spared.contains(path) else { continue }
            list.append(
                FileDifference(
                    path: path,
                    kind: .foreign,
                    fileKind: status.kind,
                    package: owner,
                    isSetting: ownership.isSetting(path),
                    pathClass: .exact,
                    size: status.kind == .regular ? status.size : 0
                )
            )
        }
        if listed < list.count { list.sort { $0.path < $1.path } }
        differences = list
    }

    /// What a record is in a report; nil for what is no difference there.
    ///
    /// The skeleton below preserved paths is created without a word, accounts are judged by the
    /// merge, and a directory's time follows from what was done in it.
    private static func kind(_ record: EntryRecord) -> FileDifference.Kind? {
        switch (record.standing, record.pathClass) {
        case (_, .preserve), (_, .volatile): nil
        case (.missing, _): .missing
        case (.content, .exact): .content
        case (.metadata, .exact): .metadata
        case (.type, .exact), (.type, .merge): .type
        default: nil
        }
    }
}
