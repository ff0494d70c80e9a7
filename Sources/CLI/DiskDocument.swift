import Deployer
import Model
import Primitives
import Report

/// What an approval of a disk is bound to.
enum DiskDocument {
    /// What the disk is to become.
    static func target(_ layers: [LayerReference], _ layout: DiskLayout) -> JSONValue {
        let partitions = layout.partitions.map { partition -> JSONValue in
            [
                "role": .string(partition.role.rawValue),
                "mio": .integer(Int64(partition.minimum)), "reste": .bool(partition.size == nil),
                "montage": .string(partition.mountPoint?.description ?? "-"),
            ]
        }
        let steps = layout.steps.map { JSONValue.strings($0.arguments) }
        return [
            "couches": .array(layers.map { .string($0.index.hex) }),
            "partitions": .array(partitions), "etapes": .array(steps),
        ]
    }

    /// Where partitions come.
    static func places(_ placed: [PlacedPartition]) -> JSONValue {
        .array(
            placed.map { place in
                [
                    "role": .string(place.partition.role.rawValue),
                    "debut": .integer(Int64(clamping: place.extent.start)),
                    "longueur": .integer(Int64(clamping: place.extent.length)),
                    "gardee": .bool(place.isKept),
                ]
            }
        )
    }

    /// Reads what ``places(_:)`` gives, of a layout.
    static func placed(
        _ list: JSONNode,
        _ layout: DiskLayout
    ) throws(PrimitivesError) -> [PlacedPartition] {
        var placed: [PlacedPartition] = []
        for node in try list.elements() {
            let role = try node.member("role").string()
            guard let partition = layout.partitions.first(where: { $0.role.rawValue == role })
            else {
                throw node.invalid("expected a role of the layout")
            }
            let start = try node.member("debut").integer(in: 0...Int64.max)
            let length = try node.member("longueur").integer(in: 0...Int64.max)
            placed.append(
                PlacedPartition(
                    partition,
                    DiskExtent(start: UInt64(start), length: UInt64(length)),
                    isKept: try node.member("gardee").bool()
                )
            )
        }
        return placed
    }

    /// What would be done to the disk, and what is on it.
    static func plan(
        _ disk: DiskContent,
        _ placed: [PlacedPartition],
        _ station: JSONValue,
        target: Digest,
        order decision: Decision
    ) -> JSONValue {
        func extent(_ extent: DiskExtent) -> [JSONValue] {
            [.string(String(extent.start)), .string(String(extent.length))]
        }
        let found = disk.volumes.map { volume -> JSONValue in
            .array(
                [.string(volume.name), .string(volume.type), .string(volume.uuid)]
                    + extent(volume.extent)
            )
        }
        return [
            "disque": .array([
                .string(disk.name), .string(disk.model), .string(disk.serial),
                .string(String(disk.size)),
            ]),
            "inacheve": .string(disk.unfinished?.plan.hex ?? ""),
            "contenu": .array(found), "partitions": places(placed), "poste": station,
            "cible": .string(target.hex), "decision": DecisionDocument.json(decision),
        ]
    }
}
