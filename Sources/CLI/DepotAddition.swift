import Depot
import Manifest
import Model
import Packaging
import Platform
import Primitives

/// Puts layers and documents in the draft of a role, checked by their own decoders.
struct DepotAddition {
    let role: String
    let now: Instant

    /// Adds `files`, and gives the targets they became.
    ///
    /// A document that names no layer is given the one added with it; one that names another is
    /// refused, so that what is signed together goes together.
    func add(_ files: [String], to directory: Directory) throws(Failure) -> [String] {
        var layer: LayerTarget?
        var targets: [String] = []
        let writer = try Failure.explaining("\(directory.location) can not be written") {
            () throws(DepotError) in try DepotWriter.open(directory)
        }
        for file in files.sorted(by: { $0.hasSuffix(".idx") && !$1.hasSuffix(".idx") }) {
            let name = String(file.split(separator: "/").last ?? "")
            let target = "\(role)/\(name)"
            if file.hasSuffix(".idx") {
                let index = try LayerFiles(file).index()
                if index.reference.kind == .application { try requireFit(index, directory) }
                layer = LayerTarget(
                    target: "\(role)/\(name.dropLast(4))",
                    index: index.reference.index
                )
            }
            if file.hasSuffix(".json") || name == Self.plan {
                let bytes = try checkedDocument(file, named: name, with: layer)
                try Failure.explaining { () throws(DepotError) in
                    _ = try writer.add(target, bytes: bytes, now: now)
                }
            } else {
                let source = UserFile(file)
                let parent = try source.parent()
                let path = try source.relativeName()
                let opened = try Failure.explaining("\(file) can not be read") {
                    () throws(PlatformError) in try parent.openFile(path)
                }
                do {
                    try writer.add(target, contentsOf: opened, now: now)
                } catch {
                    throw error.failure
                }
            }
            targets.append(target)
        }
        return targets
    }

    /// Refuses an application layer that goes with another base than the published one, or that
    /// replaces or removes what the published socle système does not call overridable.
    private func requireFit(_ application: LayerIndex, _ directory: Directory) throws(Failure) {
        var session = try DepotSession(publisherOf: directory, now: now)
        let system = try session.system().document
        guard let base = system.layer else {
            throw Failure(
                .refused,
                "the published socle système names no layer for this one to go with",
                hints: ["publish the socle système with its layer first"]
            )
        }
        let layer = try session.layer(base)
        _ = try Failure.explaining { () throws(PackagingError) in
            try TargetTree.compose(
                system: layer.index,
                application: application,
                overridable: system.overridable
            )
        }
    }

    /// The bytes of a document, judged by the rules of its kind; the documents of the two socles
    /// are given the layer that is added with them.
    private func checkedDocument(
        _ file: String,
        named name: String,
        with layer: LayerTarget?
    ) throws(Failure) -> [UInt8] {
        let bytes = try UserFile(file).read(limit: 16 << 20)
        let named: LayerTarget?
        do throws(ManifestErrors) {
            switch (role, name) {
            case ("applicatif", Self.plan):
                _ = try AddressPlan.decode(bytes, named: file)
                return bytes
            case ("systeme", "annexe-1.json"):
                _ = try HardwareDocument.decode(bytes, named: file)
                return bytes
            case ("complements", _):
                _ = try WaiverDocument.decode(bytes, named: file)
                return bytes
            case ("systeme", _): named = try SystemDocument.decode(bytes, named: file).layer
            case ("applicatif", _):
                named = try ApplicationDocument.decode(bytes, named: file).layer
            default: return bytes
            }
        } catch {
            throw error.failure
        }
        guard let layer, named != layer else { return bytes }
        guard named == nil else {
            throw Failure(
                .refused,
                "\(file) names the layer \(named?.target ?? "") and another is added with it",
                hints: ["add the layer the document names, or take “couche” out of the document"]
            )
        }
        return try Failure.explaining { () throws(ManifestErrors) in
            try LayerAttachment.attach(layer, to: bytes, named: file)
        }
    }

    private static let plan = "plan-ip.csv"
}
