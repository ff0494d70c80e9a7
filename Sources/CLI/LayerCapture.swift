import Inventory
import Model
import Packaging
import Platform
import Primitives

/// `socle package build`: reads what a reference root holds and writes it as a layer.
struct LayerCapture {
    private let invocation: Invocation
    private let context: Context

    init(_ invocation: Invocation, _ context: Context) {
        self.invocation = invocation
        self.context = context
    }

    func run() throws(Failure) -> ExitCode {
        let root = try UserFile(invocation.arguments[0]).folder()
        _ = try Station.configuration(of: root)
        let builder = try builder(root)
        let ownership = try Failure.explaining { () throws(InventoryError) in
            try FileOwnership.read(root: root)
        }
        let output = UserFile(LayerFiles(invocation.value(FlagTable.output) ?? "").stem)
        let folder = try output.parent()
        let name = try output.relativeName().description
        let meter = Meter(context, Phrase(fr: "construction", en: "building"))
        defer { meter.finish() }
        let report = try Failure.explaining { () throws(PackagingError) in
            try builder.build(
                root: root,
                owner: ownership.owner(of:),
                into: folder,
                fileName: name,
                workers: context.workers,
                isCancelled: { Interruption.isRequested },
                progress: { meter.update(done: $0.doneBytes, total: $0.totalBytes) }
            )
        }
        meter.finish()
        try context.say(context.text(summary(report, output.path)))
        return .success
    }

    private func builder(_ root: Directory) throws(Failure) -> LayerBuilder {
        let system = try BaselineFolder(invocation.value(FlagTable.baseline) ?? "").system()
        var base: LayerIndex?
        if let path = invocation.value(FlagTable.base) { base = try LayerFiles(path).index() }
        let inventory = try context.inventory(of: root, unownedFiles: .leave)
        return LayerBuilder(
            kind: invocation.value(FlagTable.kind).flatMap { LayerKind(rawValue: $0) } ?? .system,
            name: invocation.value(FlagTable.name) ?? "",
            edition: invocation.value(FlagTable.edition) ?? "",
            base: base,
            rules: PathRules(system.pathRules),
            overridable: system.overridable,
            lock: InstalledLock.make(from: inventory),
            level: try invocation.number(FlagTable.level, in: 1...19) ?? 3
        )
    }

    private func summary(_ report: BuildReport, _ path: String) -> Phrase {
        Phrase(
            fr: "\(path) : \(report.entryCount) entrées, \(report.removalCount) retraits, "
                + "\(report.frameCount) trames, \(report.archiveLength) octets, "
                + "index \(report.indexLength) octets\n",
            en: "\(path): \(report.entryCount) entries, \(report.removalCount) removals, "
                + "\(report.frameCount) frames, \(report.archiveLength) bytes, "
                + "index \(report.indexLength) bytes\n"
        )
    }
}
