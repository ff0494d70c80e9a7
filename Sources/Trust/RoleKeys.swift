import Primitives

/// Which keys may sign a role, and how many must.
public struct RoleKeys: Sendable {
    /// The ids of the keys, each once.
    public let keyIDs: [ExactString]
    /// How many distinct keys must sign; at least 1.
    public let threshold: Int

    init(_ node: JSONNode) throws(PrimitivesError) {
        let ids = try node.member("keyids")
        var keyIDs: [ExactString] = []
        var seen: Set<ExactString> = []
        for element in try ids.elements() {
            let id = ExactString(try element.string())
            guard seen.insert(id).inserted else {
                throw element.invalid("the key id is listed twice for one role")
            }
            keyIDs.append(id)
        }
        self.keyIDs = keyIDs
        // A role without signatures would be no role: go-tuf's GHSA-fphv-w9fq-2525.
        threshold = Int(try node.member("threshold").integer(in: 1...1024))
    }

    /// The distinct usable keys of the role.
    func material(among keys: [ExactString: ListedKey]) -> Set<PublicKey> {
        Set(keyIDs.compactMap { keys[$0]?.key })
    }

    static func keys(_ node: JSONNode) throws(PrimitivesError) -> [ExactString: ListedKey] {
        var keys: [ExactString: ListedKey] = [:]
        for (name, value) in try node.members() {
            let id = ExactString(name)
            keys[id] = try ListedKey(id: id, node: value)
        }
        return keys
    }
}
