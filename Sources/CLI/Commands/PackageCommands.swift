import Packaging
import Platform
import Primitives

/// `socle package`: layers.
enum PackageCommands {
    static let all = [build, inspect, verify]

    private static let build = CommandSpec(
        "package build",
        arguments: "ROOT",
        count: 1...1,
        flags: [FlagTable.base, FlagTable.level],
        required: [
            FlagTable.kind, FlagTable.name, FlagTable.edition, FlagTable.baseline, FlagTable.output,
        ],
        fr: "capture une racine de référence en une couche : une archive et son index",
        en: "capture a reference root as a layer: an archive and its index"
    ) { (invocation, context) throws(Failure) in
        try LayerCapture(invocation, context).run()
    }

    private static let inspect = CommandSpec(
        "package inspect",
        arguments: "LAYER",
        count: 1...1,
        flags: [FlagTable.format, FlagTable.output, FlagTable.since],
        fr: "décrit une couche ; « --format mtree » donne une liste que bsdtar et mtree vérifient",
        en: "describe a layer; --format mtree gives a list that bsdtar and mtree check"
    ) { (invocation, context) throws(Failure) in
        let files = LayerFiles(invocation.arguments[0])
        if let older = invocation.value(FlagTable.since) {
            let summary = try EditionSummary(from: LayerFiles(older), to: files)
            let isJSON = invocation.value(FlagTable.format) == "json"
            let text = isJSON ? JSONWriter.pretty(summary.json) : summary.text(context.language)
            try context.emit(text, invocation)
            return .success
        }
        let index = try files.index()
        switch invocation.value(FlagTable.format) {
        case "mtree": try context.emit(Mtree.text(of: index), invocation)
        case "json": try context.emit(JSONWriter.pretty(LayerSummary(index).json), invocation)
        default: try context.emit(LayerSummary(index).text(context.language), invocation)
        }
        return .success
    }

    private static let verify = CommandSpec(
        "package verify",
        arguments: "LAYER",
        count: 1...1,
        fr: "relit toute une couche et la vérifie contre son index",
        en: "read a whole layer and check it against its index"
    ) { (invocation, context) throws(Failure) in
        let files = LayerFiles(invocation.arguments[0])
        let bytes = try files.indexBytes()
        let archive = try files.archive()
        let report = try Failure.explaining("\(files.stem) does not hold") {
            () throws(PackagingError) in
            try PackageVerifier(workers: context.workers).verify(
                index: bytes,
                expecting: nil,
                archive: archive,
                isCancelled: { Interruption.isRequested }
            )
        }
        try context.say(
            context.text(
                Phrase(
                    fr: "\(files.stem) : \(report.entryCount) entrées et \(report.frameCount) "
                        + "trames vérifiées\n",
                    en: "\(files.stem): \(report.entryCount) entries and \(report.frameCount) "
                        + "frames verified\n"
                )
            )
        )
        return .success
    }
}
