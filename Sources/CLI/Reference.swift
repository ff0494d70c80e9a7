import Deployer
import Diff
import Inventory
import Manifest
import Model
import Packaging
import Platform
import Primitives

/// What a station is compared with: documents of a folder, or what a depot signs.
struct Reference {
    let application: ApplicationBaseline
    /// The documents and the lock, made ready once for all stations; extra needs are those whose two
    /// signatures were verified, and none of unsigned documents.
    let list: PreparedList
    /// What the gestionnaire réseau declared, on the station or in the folder of `--declarations`.
    let declarations: [Declaration]
    /// What to restore to; nil where the documents name no layer.
    let target: RestoreTarget?
    let archives: [LayerArchive]
    let isSigned: Bool
    /// The zone the station's address has in the plan: unknown where the plan lacks it, nil
    /// without a plan or an address.
    let addressZone: Zone?

    /// Reads the reference the flags name; for a restore, with the scripts its steps run.
    static func read(
        _ station: Station,
        _ invocation: Invocation,
        _ context: Context,
        forRestore: Bool = false
    ) throws(Failure) -> Reference {
        var declarations = try Declarations.named(invocation)
        if !invocation.has(FlagTable.imports) {
            declarations += try Declarations(of: station).all()
        }
        if let path = invocation.value(FlagTable.baseline) {
            guard !invocation.has(FlagTable.depot) else {
                throw .usage("--baseline and --depot exclude each other", hint: "keep one of them")
            }
            let folder = BaselineFolder(path)
            let zone = try AddressZone.judge(try folder.addressPlan(), station, invocation)
            let application = try folder.application()
            return Reference(
                application: application,
                list: PreparedList(
                    system: try folder.system().accepting(try folder.hardware()),
                    application: application,
                    lock: try invocation.value(FlagTable.lock).map { (path) throws(Failure) in
                        try BaselineFolder.lock(path).lock
                    }
                ),
                declarations: declarations,
                target: nil,
                archives: [],
                isSigned: false,
                addressZone: zone
            )
        }
        var session = try DepotSession(station, invocation, context)
        let zone = try AddressZone.judge(try session.addressPlan(), station, invocation)
        let chosenSystem = try session.system()
        let chosenApplication = try session.application()
        let system = chosenSystem.document.accepting(try session.hardware())
        let application = chosenApplication.document
        if chosenSystem.isExceptional {
            try station.record(.editionChosen, system.edition, [:], context)
        }
        if chosenApplication.isExceptional {
            try station.record(.editionChosen, application.schoolYear.description, [:], context)
        }
        if let since = session.staleSince {
            try station.record(
                .staleAccepted,
                "timestamp",
                ["expire": .string(since.description)],
                context
            )
        }
        let waivers = try session.waivers()
        guard let base = system.layer else {
            return Reference(
                application: application,
                list: PreparedList(system: system, application: application, waivers: waivers),
                declarations: declarations,
                target: nil,
                archives: [],
                isSigned: true,
                addressZone: zone
            )
        }
        var archives = [try session.layer(base)]
        if let layer = application.layer { archives.append(try session.layer(layer)) }
        let tree = try Failure.explaining { () throws(PackagingError) in
            try TargetTree.compose(
                system: archives[0].index,
                application: archives.count > 1 ? archives[1].index : nil,
                overridable: system.overridable
            )
        }
        let target = RestoreTarget(
            tree: tree,
            layers: archives.map(\.index.reference),
            rules: PathRules(system.pathRules),
            steps: system.steps,
            scripts: forRestore ? try session.scripts(system.steps) : [:],
            removalCap: system.removalCap,
            lock: tree.lock
        )
        return Reference(
            application: application,
            list: PreparedList(
                system: system,
                application: application,
                lock: tree.lock,
                waivers: waivers
            ),
            declarations: declarations,
            target: target,
            archives: archives,
            isSigned: true,
            addressZone: zone
        )
    }

    var system: SystemBaseline { list.system }

    /// How reports name it.
    var description: ScanReference {
        ScanReference(
            isSigned: isSigned,
            systemEdition: system.edition,
            schoolYear: application.schoolYear,
            revision: application.revision,
            layers: target?.layers ?? []
        )
    }

    /// The layers to restore to.
    func requireTarget() throws(Failure) -> RestoreTarget {
        guard let target else {
            throw Failure(
                .undetermined,
                "the reference has no layer to restore from",
                hints: ["a plan needs a depot whose socle système names a layer"]
            )
        }
        return target
    }
}
