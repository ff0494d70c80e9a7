public import Model
import Primitives

/// Names the layer a document goes with, in the document as its author wrote it.
public enum LayerAttachment {
    /// The document with `couche` set to `layer`; every other member, notes included, is kept.
    ///
    /// - Throws: ``ManifestErrors`` when the document is not one its decoder accepts.
    public static func attach(
        _ layer: LayerTarget,
        to bytes: [UInt8],
        named name: String
    ) throws(ManifestErrors) -> [UInt8] {
        let kind =
            layer.target.hasPrefix(LayerKind.system.rawValue + "/")
            ? DocumentKind.system : .application
        let edited = try DocumentForm.decode(bytes, named: name, kind: kind) { field in
            edit(field.node.value, layer)
        }
        let written = [UInt8](JSONWriter.pretty(edited).utf8)
        switch kind {
        case .system: _ = try SystemDocument.decode(written, named: name)
        default: _ = try ApplicationDocument.decode(written, named: name)
        }
        return written
    }

    private static func edit(_ value: JSONValue, _ layer: LayerTarget) -> JSONValue? {
        guard case .object(var members) = value else { return nil }
        let member = JSONMember("couche", layer.json)
        if let place = members.firstIndex(where: { $0.name == member.name }) {
            members[place] = member
        } else if let validity = members.firstIndex(where: { $0.name == "validite" }) {
            members.insert(member, at: validity + 1)
        } else {
            members.append(member)
        }
        return .object(members)
    }
}
