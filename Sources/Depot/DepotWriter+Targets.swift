public import Platform
public import Primitives
public import Trust

extension DepotWriter {
    /// Puts the content of `file` in the draft of the role that signs `path`.
    ///
    /// Adding what the role lists already changes nothing. A layer's index (`.idx`) is described
    /// with the digest of its table of contents, so that stations can fetch it in part.
    ///
    /// - Returns: what the role will say of the target.
    /// - Throws: ``DepotError`` with `.notTrusted` for a path no role may list.
    @discardableResult
    public func add(
        _ path: String,
        contentsOf file: borrowing File,
        now: Instant
    ) throws(DepotError) -> TargetInfo {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        return try add(path, now: now) { () throws(PlatformError) in
            let count = try file.read(into: &buffer)
            return buffer[..<count]
        }
    }

    /// Puts `bytes` in the draft of the role that signs `path`.
    @discardableResult
    public func add(
        _ path: String,
        bytes: [UInt8],
        now: Instant
    ) throws(DepotError) -> TargetInfo {
        var rest = bytes[...]
        return try add(path, now: now) { () throws(PlatformError) in
            defer { rest = [] }
            return rest
        }
    }

    /// Takes the target `path` out of the draft of its role.
    public func remove(_ path: String, now: Instant) throws(DepotError) {
        let role = try rule(of: path).name.text
        let signed = try content(of: role, now: now)
        guard let targets = signed["targets"], targets[path] != nil else {
            throw DepotError(.notFound, subject: path, detail: "\(role) does not list it")
        }
        try stage(
            signed.setting("targets", to: targets.setting(path, to: nil)),
            as: role
        )
    }

    /// The targets a draft adds, changes or takes out, by path.
    public func changes(in role: String) throws(DepotError) -> [DepotChange] {
        guard let draft = try draft(of: role) else { return [] }
        let before =
            try tree.version(of: role) > 0 ? members(try published(role).signed["targets"]) : [:]
        let after = members(draft.signed["targets"])
        var changes: [DepotChange] = []
        for path in Set(before.keys).union(after.keys).sorted() where before[path] != after[path] {
            let kind: DepotChange.Kind =
                before[path] == nil ? .added : after[path] == nil ? .removed : .changed
            changes.append(DepotChange(path: path.text, kind: kind))
        }
        return changes
    }

    private func members(_ value: JSONValue?) -> [ExactString: JSONValue] {
        guard case .object(let members)? = value else { return [:] }
        var result: [ExactString: JSONValue] = [:]
        for member in members { result[ExactString(member.name)] = member.value }
        return result
    }

    // MARK: Adding

    private func add(
        _ path: String,
        now: Instant,
        next: () throws(PlatformError) -> ArraySlice<UInt8>
    ) throws(DepotError) -> TargetInfo {
        let role = try rule(of: path).name.text
        let target = try stageContent(path, role: role, next: next)
        guard let digest = target.sha256 else { return target }
        let signed = try content(of: role, now: now)
        let entry = DepotDocuments.target(target, digest: digest)
        let targets = signed["targets"] ?? .object([])
        guard targets[path] != entry else { return target }
        try stage(signed.setting("targets", to: targets.setting(path, to: entry)), as: role)
        return target
    }

    /// Copies the content into `staging/`, under the name it will be published by.
    private func stageContent(
        _ path: String,
        role: String,
        next: () throws(PlatformError) -> ArraySlice<UInt8>
    ) throws(DepotError) -> TargetInfo {
        let draft = "staging/\(role)/.draft"
        let target = try tree.reporting(draft) { name throws(PlatformError) in
            if try tree.directory.statusIfPresent(of: name) != nil {
                // Left by a run that was cut short: the lock says nobody is writing it.
                try tree.directory.removeFile(name)
            }
            let file = try tree.directory.createFile(name, permissions: 0o644)
            var hasher = SHA256Hasher()
            var length: UInt64 = 0
            while true {
                let part = try next()
                guard !part.isEmpty else { break }
                hasher.update(part)
                try file.write(part)
                length += UInt64(part.count)
            }
            try file.sync()
            let custom =
                path.utf8.reversed().starts(with: ".idx".utf8.reversed())
                ? try Self.tableOfContents(file, length: length) : nil
            return TargetInfo(
                path: path,
                length: length,
                hashes: FileHashes(sha256: hasher.finalize()),
                custom: custom
            )
        }
        if path.utf8.reversed().starts(with: ".idx".utf8.reversed()), target.custom == nil {
            try tree.remove(draft)
            throw DepotError(
                .malformedIndex,
                subject: path,
                detail: "it does not start as a layer's index does"
            )
        }
        guard let name = target.consistentPath else { return target }
        if try tree.length(of: "targets/\(name)") == target.length {
            try tree.remove(draft)
        } else {
            try tree.move(draft, to: "staging/\(name)")
        }
        return target
    }

    /// The `custom` member of an index: length and digest of its header and table of contents.
    private static func tableOfContents(
        _ file: borrowing File,
        length: UInt64
    ) throws(PlatformError) -> JSONValue? {
        var prologue = [UInt8](repeating: 0, count: 16)
        guard try file.read(into: &prologue, at: 0) == prologue.count,
            prologue.starts(with: "SOCLEIDX".utf8)
        else { return nil }
        let table = prologue[12..<16].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard table <= 4 << 20, UInt64(table + 16) <= length else { return nil }
        var bytes = [UInt8](repeating: 0, count: table + 16)
        guard try file.read(into: &bytes, at: 0) == bytes.count else { return nil }
        let digest = SHA256Hasher.digest(of: bytes)
        return [
            "x-socle": [
                "toc": ["length": .integer(Int64(bytes.count)), "sha256": .string(digest.hex)]
            ]
        ]
    }

    func rule(of path: String) throws(DepotError) -> DepotPolicy.Role {
        guard
            let rule = DepotPolicy.roles.first(where: {
                path.utf8.starts(with: "\($0.name)/".utf8)
            })
        else {
            throw DepotError(
                .unsafeName,
                subject: path,
                detail: "a target's path starts with systeme/, applicatif/ or complements/"
            )
        }
        do {
            try DepotPolicy.check(path: ExactString(path), for: rule, subject: rule.name.text)
        } catch {
            throw DepotError(error)
        }
        return rule
    }

    /// Gives every file that `document` lists its public name; all must be there.
    func publishTargets(of document: SignedDocument, role: String) throws(DepotError) {
        guard role != "root", role != "targets" else { return }
        let targets = try drafted(document, as: role, under: rootAbove(drafts: false))
        for (path, target) in targets.targets.sorted(by: { $0.key < $1.key }) {
            guard let name = target.consistentPath else { continue }
            if try tree.length(of: "targets/\(name)") == target.length { continue }
            guard try tree.length(of: "staging/\(name)") == target.length else {
                throw DepotError(
                    .notFound,
                    subject: path.text,
                    detail: "the draft lists it, but its file is neither staged nor published: "
                        + "add it again"
                )
            }
            try tree.move("staging/\(name)", to: "targets/\(name)")
        }
    }
}

/// One target a draft adds, changes or takes out.
public struct DepotChange: Sendable, Hashable {
    /// What happens to it.
    public enum Kind: String, Sendable {
        case added
        case changed
        case removed
    }

    /// The target's path.
    public let path: String
    /// What happens to it.
    public let kind: Kind

    /// Names a change.
    public init(path: String, kind: Kind) {
        self.path = path
        self.kind = kind
    }
}
