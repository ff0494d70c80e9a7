import Primitives

/// The policy's rules for targets documents.
extension DepotPolicy {
    /// Refuses a targets document that breaks the policy.
    func check(
        _ targets: TargetsMetadata,
        role: ExactString,
        under root: RootMetadata,
        subject: String
    ) throws(TrustError) {
        if role == "targets" { return try checkTop(targets, root, subject) }
        guard let rule = Self.roles.first(where: { $0.name == role }) else {
            throw refuse(subject, "no role called “\(role)” exists in a depot")
        }
        guard targets.delegations.isEmpty else {
            throw refuse(subject, "it delegates, which only the top-level targets may")
        }
        for (path, target) in targets.targets.sorted(by: { $0.key < $1.key }) {
            try Self.check(path: path, for: rule, subject: subject)
            guard target.sha256 != nil else {
                throw refuse(subject, "the target \(path) has no SHA-256")
            }
        }
    }

    /// Refuses a target path that `rule` does not cover or that not every medium can hold.
    package static func check(path: ExactString, for rule: Role, subject: String) throws(TrustError)
    {
        guard PathGlob.matches(rule.path.text, path.text) else {
            throw TrustError(
                .policy,
                subject: subject,
                detail: "the target “\(path)” is outside \(rule.path), all that \(rule.name) signs"
            )
        }
        let allowed = Array("abcdefghijklmnopqrstuvwxyz0123456789.-_+~/".utf8)
        let names = path.text.utf8.split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        )
        guard path.text.utf8.count < maximumPathLength,
            path.text.utf8.allSatisfy(allowed.contains),
            names.allSatisfy({
                // FAT drops a dot at the end of a name.
                !$0.isEmpty && $0.first != UInt8(ascii: ".") && $0.last != UInt8(ascii: ".")
            })
        else {
            throw TrustError(
                .policy,
                subject: subject,
                detail: "the target “\(path)” must be made of a-z, 0-9 and . - _ + ~, "
                    + "under \(maximumPathLength) bytes, no name starting or ending with a dot"
            )
        }
    }

    private func checkTop(
        _ targets: TargetsMetadata,
        _ root: RootMetadata,
        _ subject: String
    ) throws(TrustError) {
        guard targets.targets.isEmpty else {
            throw refuse(subject, "it lists targets itself, which only delegated roles may")
        }
        guard Set(targets.delegations.map(\.name)) == Set(Self.roles.map(\.name)) else {
            throw refuse(
                subject,
                "it must delegate to systeme, applicatif and complements, and nothing else"
            )
        }
        try checkKeys(targets.keys, subject)
        let institutions = try institutions(root, subject)
        for rule in Self.roles {
            guard let delegation = targets.delegation(to: rule.name) else { continue }
            try check(delegation, rule, targets.keys, institutions, subject)
        }
    }

    private func check(
        _ delegation: Delegation,
        _ rule: Role,
        _ keys: [ExactString: ListedKey],
        _ institutions: Institutions,
        _ subject: String
    ) throws(TrustError) {
        guard case .paths([rule.path]) = delegation.scope, delegation.isTerminating else {
            throw refuse(subject, "\(rule.name) must be terminating and cover \(rule.path) only")
        }
        guard delegation.role.threshold >= rule.threshold else {
            throw refuse(
                subject,
                "the threshold of \(rule.name) is \(delegation.role.threshold), "
                    + "at least \(rule.threshold) is required"
            )
        }
        let material = delegation.role.material(among: keys)
        switch rule.holder {
        case .departement:
            guard material.isSubset(of: institutions.departement) else {
                throw refuse(
                    subject,
                    "\(rule.name) is signed by a key that is not the Département's"
                )
            }
        case .academie:
            guard material.isSubset(of: institutions.academie) else {
                throw refuse(subject, "\(rule.name) is signed by a key that is not the Académie's")
            }
        case .both:
            try checkShared(delegation.role, keys, institutions, rule.name.text, subject)
        }
    }
}
