public import Primitives
public import Trust

/// Putting one key in the place of another.
extension DepotWriter {
    /// Drafts what it takes to put `key` in the place of the one with the fingerprint `old`, in
    /// every role that one signs: a new root, and whatever its other signatures were on.
    ///
    /// Both keys belong to one holder: the new one stands wherever the old one stood, so that
    /// thresholds and shares stay as they are. A new root takes a threshold of the old root's keys
    /// and of its own; the operator's key takes the next refresh, with the new key.
    ///
    /// - Returns: the roles drafted, in the order they are published.
    /// - Throws: ``DepotError`` with `.wrongKey` when no role knows the old key, or one knows the
    ///   new one already.
    public func rotate(
        _ old: Digest,
        to key: PublicKey,
        now: Instant
    ) throws(DepotError) -> [String] {
        let root = try content(of: "root", now: now)
        let known = try rootAbove(drafts: true)
        guard let listed = known.keys.values.first(where: { $0.key?.fingerprint == old }) else {
            throw DepotError(
                .wrongKey,
                subject: old.hex,
                detail: "no role of the depot is signed by the key of this fingerprint"
            )
        }
        guard !known.keys.values.contains(where: { $0.key == key }) else {
            throw DepotError(
                .wrongKey,
                subject: key.fingerprint.hex,
                detail: "the depot lists this key already: a replacement must be a new one"
            )
        }
        let swap = KeySwap(old: listed.id, new: key)
        try stage(swap.applied(toRoot: root), as: "root")
        var drafted = ["root"]
        guard let top = try metadata(of: "targets"),
            known.targets.keyIDs.contains(listed.id) || top.keys[listed.id] != nil
        else { return drafted }
        try stage(swap.applied(toTargets: try content(of: "targets", now: now)), as: "targets")
        drafted.append("targets")
        for delegation in top.delegations where delegation.role.keyIDs.contains(listed.id) {
            let role = delegation.name.text
            try stage(try content(of: role, now: now), as: role)
            drafted.append(role)
        }
        return drafted
    }

    /// The content of the draft of `role`, or of what is published, as its next version.
    func content(of role: String, now: Instant) throws(DepotError) -> JSONValue {
        let base =
            if let draft = try draft(of: role) { draft.signed } else {
                try published(role).signed
            }
        return DepotDocuments.renewed(
            base,
            role: role,
            version: try tree.version(of: role) + 1,
            now: now
        )
    }
}

/// One key put in the place of another in a document.
private struct KeySwap {
    let old: ExactString
    let new: PublicKey

    func applied(toRoot root: JSONValue) -> JSONValue {
        var result = replacingKey(in: root)
        if case .object(let roles)? = root["roles"] {
            let members = roles.map { JSONMember($0.name, replacingID(in: $0.value)) }
            result = result.setting("roles", to: .object(members))
        }
        if let own = root["x-socle"], case .object(let holders)? = own["institutions"] {
            let members = holders.map { JSONMember($0.name, replacingList($0.value)) }
            result = result.setting(
                "x-socle",
                to: own.setting("institutions", to: .object(members))
            )
        }
        return result
    }

    func applied(toTargets targets: JSONValue) -> JSONValue {
        guard let delegations = targets["delegations"] else { return targets }
        var result = replacingKey(in: delegations)
        if case .array(let roles)? = delegations["roles"] {
            result = result.setting("roles", to: .array(roles.map(replacingID)))
        }
        return targets.setting("delegations", to: result)
    }

    private func replacingKey(in holder: JSONValue) -> JSONValue {
        guard let keys = holder["keys"], keys[old.text] != nil else { return holder }
        return holder.setting(
            "keys",
            to: keys.setting(old.text, to: nil).setting(new.keyID.text, to: new.keyObject)
        )
    }

    private func replacingID(in role: JSONValue) -> JSONValue {
        guard let list = role["keyids"] else { return role }
        return role.setting("keyids", to: replacingList(list))
    }

    private func replacingList(_ list: JSONValue) -> JSONValue {
        guard case .array(let ids) = list else { return list }
        return .array(ids.map { $0 == .string(old.text) ? .string(new.keyID.text) : $0 })
    }
}
