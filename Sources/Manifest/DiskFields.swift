import Model
import Primitives

/// The member `disque` of a socle système: how the disk of a station is laid out.
enum DiskFields {
    /// The largest partition accepted, in MiB (a pebibyte).
    private static let largest: Int64 = 1 << 30

    static func read(_ field: Field, _ rules: [PathRule]) -> DiskLayout? {
        guard field.isObject(of: ["partitions", "etapes", DocumentForm.note]) else { return nil }
        let list = field.member("partitions")
        let partitions = list?.list().compactMap { partition($0, rules) } ?? []
        let steps = field.optional("etapes").map(StepFields.onDisk) ?? []
        if let list { check(partitions, at: list) }
        return DiskLayout(partitions: partitions, steps: steps)
    }

    static func encode(_ layout: DiskLayout) -> JSONValue {
        let partitions = layout.partitions.map { partition -> JSONValue in
            var members = [JSONMember("role", .string(partition.role.rawValue))]
            if let size = partition.size {
                members.append(JSONMember("taille", .integer(Int64(size))))
            } else {
                members.append(JSONMember("au-moins", .integer(Int64(partition.minimum))))
            }
            if partition.role == .data, let path = partition.mountPoint {
                members.append(JSONMember("montage", .string("/\(path)")))
            }
            return .object(members)
        }
        return ["partitions": .array(partitions), "etapes": StepFields.encodeForDisk(layout.steps)]
    }

    private static func partition(_ field: Field, _ rules: [PathRule]) -> DiskPartition? {
        guard field.isObject(of: ["role", "taille", "au-moins", "montage", DocumentForm.note])
        else {
            return nil
        }
        let role = field.member("role")?.choice(DiskPartition.Role.self)
        let size = field.optional("taille").map { $0.integer(in: 1...largest) }
        let minimum = field.optional("au-moins").map { $0.integer(in: 1...largest) }
        if (size == nil) == (minimum == nil) {
            field.report(
                .malformedValue,
                found: size == nil ? "no size" : "a size beside a least size",
                expected: "“taille”, or “au-moins” for the partition that takes what is left"
            )
        }
        let place = mountPoint(field, role, rules)
        guard let role else { return nil }
        return DiskPartition(
            role: role,
            size: size ?? nil,
            minimum: (minimum ?? nil) ?? 1,
            mountPoint: place
        )
    }

    /// Where data are mounted: a path that no restore touches.
    private static func mountPoint(
        _ field: Field,
        _ role: DiskPartition.Role?,
        _ rules: [PathRule]
    ) -> RelativePath? {
        guard role == .data else {
            if role != nil, let place = field.optional("montage") {
                place.report(
                    .uselessRule,
                    found: "a mount point",
                    expected: "none: it follows from the role"
                )
            }
            return nil
        }
        guard let place = field.member("montage"), let pattern = place.pattern(),
            let path = try? RelativePath(bytes: pattern.bytes)  // A pattern is a path already.
        else { return nil }
        guard !pattern.hasWildcard, PathRules(rules).pathClass(of: path) == .preserve else {
            place.report(
                .malformedValue,
                found: "\(pattern)",
                expected: "a path of class preserve, such as /home"
            )
            return nil
        }
        return path
    }

    private static func check(_ partitions: [DiskPartition], at list: Field) {
        let roles = partitions.map(\.role)
        let order = DiskPartition.Role.allCases.filter(roles.contains)
        if roles != order {
            list.report(
                .malformedValue,
                found: roles.map(\.rawValue).joined(separator: ", "),
                expected: "each role once, in the order bios, efi, amorcage, racine, donnees"
            )
        }
        if !roles.contains(.root) || !roles.contains(where: { $0 == .bios || $0 == .efi }) {
            list.report(
                .missingMember,
                found: "a disk that would not start",
                expected: "a partition racine, and one of efi and bios"
            )
        }
        let open = partitions.count { $0.size == nil }
        if open != 1 {
            list.report(
                .malformedValue,
                found: "\(open) partitions that take what is left",
                expected: "exactly one"
            )
        }
    }
}
