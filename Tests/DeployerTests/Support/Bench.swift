import Deployer
import Model
import Packaging
import Platform
import Primitives
import TestSupport
import Testing

/// A station, a reference and the layer built from it, in one scratch directory.
struct Bench: Sendable {
    let directory: Directory
    let rules: PathRules
    var steps: [PostRestoreStep] = []
    var scripts: [Digest: [UInt8]] = [:]
    var installed = SoftwareLock(packages: [])
    var lock = SoftwareLock(packages: [])
    var removalCap = 50_000
    /// What becomes of the target, for one that nobody honest would sign.
    var alteringTarget: @Sendable (TargetTree) -> TargetTree = { $0 }
    /// What stands between the restore and the signed content.
    var content: @Sendable (LayerContent) -> any ContentSource = { $0 }
    var owner: @Sendable (RelativePath) -> String? = { _ in nil }
    var isConffile: @Sendable (RelativePath) -> Bool = { _ in false }

    static let now = Instant(secondsSince1970: 1_790_000_000)

    /// Uses `directory`, or the scratch directory, with its folders `station` and `reference`.
    init(_ directory: Directory = Scratch.current.directory, rules: [PathRule] = []) throws {
        self.directory = directory
        self.rules = PathRules(rules)
        for name in ["station", "reference", "depot"] {
            let path = try RelativePath(name)
            if try directory.statusIfPresent(of: path) == nil {
                try directory.makeDirectory(path, permissions: 0o755)
                guard name != "depot" else { continue }
                try Tree { Folder("var/lib/socle") }.write(to: directory.openDirectory(path))
            }
        }
    }

    var station: Directory { get throws { try directory.openDirectory(RelativePath("station")) } }
    var reference: Directory {
        get throws { try directory.openDirectory(RelativePath("reference")) }
    }

    /// Builds the layer of the reference.
    func build() throws {
        let depot = try directory.openDirectory(RelativePath("depot"))
        _ = try LayerBuilder(
            kind: .system,
            name: "base",
            edition: "1",
            base: nil,
            rules: rules,
            overridable: [],
            lock: lock,
            level: 1
        ).build(
            root: try reference,
            owner: owner,
            into: depot,
            fileName: "base",
            workers: Workers(count: 1)
        )
    }

    /// The index of the layer built.
    private func index() throws -> LayerIndex {
        let depot = try directory.openDirectory(RelativePath("depot"))
        let bytes = try depot.read(RelativePath("base.idx"), limit: 1 << 26)
        return try LayerIndex.decode(bytes, expecting: nil)
    }

    /// What a restore to the layer built aims at.
    func target() throws -> RestoreTarget {
        let index = try index()
        return RestoreTarget(
            tree: alteringTarget(
                try TargetTree.compose(system: index, application: nil, overridable: [])
            ),
            layers: [index.reference],
            rules: rules,
            steps: steps,
            scripts: scripts,
            removalCap: removalCap,
            lock: lock
        )
    }

    /// A restorer of the station to the layer built.
    func restorer(workers: Int = 2) throws -> Restorer {
        let source = try DirectoryByteSource(
            directory: try directory.openDirectory(RelativePath("depot")),
            path: RelativePath("base.tar.zst")
        )
        let facts = StationFacts(
            identity: StationIdentity(id: "0123", name: "poste", zone: .teaching),
            ownership: Ownership(owner: owner, isConffile: isConffile),
            installed: installed
        )
        return Restorer(
            root: try station,
            target: try target(),
            facts: facts,
            content: content(LayerContent([try LayerArchive(index: try index(), source: source)])),
            workers: Workers(count: workers)
        )
    }

    /// Options that accept a tree without os-release.
    static var anyRoot: Restorer.Options { Restorer.Options(acceptsEmptyRoot: true) }

    /// Plans and restores.
    @discardableResult
    func restore(
        _ scope: RestoreScope = .reinstallation,
        workers: Int = 2,
        options: Restorer.Options = anyRoot
    ) throws -> RestoreOutcome {
        let restorer = try restorer(workers: workers)
        let plan = try restorer.plan(scope: scope, now: Self.now)
        return try restorer.restore(plan, approve: plan.id, options: options, now: Self.now)
    }

    /// Undoes the last restore.
    @discardableResult
    func undo() throws -> UndoOutcome {
        let undo = try Undo.plan(try station, now: Self.now)
        return try Undo.run(try station, approve: undo.id, now: Self.now)
    }

    /// Everything but Socle's own folders.
    func snapshot(_ root: Directory) throws -> TreeSnapshot {
        let own = [try RelativePath(".socle"), try RelativePath("var/lib/socle")]
        return try TreeSnapshot.capture(root) { own.contains($0) }
    }

    /// Expects the outcome to be done and proven.
    func expectDone(
        _ outcome: RestoreOutcome,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        switch outcome {
        case .done: break
        case .notProven(_, let left):
            Issue.record(
                "left: \(left.map { "\($0.kind.rawValue) \($0.path)" })",
                sourceLocation: sourceLocation
            )
        case .rolledBack(_, let reason), .recoveryNeeded(let reason):
            Issue.record("\(reason)", sourceLocation: sourceLocation)
        }
    }
}
