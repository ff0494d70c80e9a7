import Depot
import Packaging
import Platform
import Primitives
import Report

/// `socle depot receive`: layers that came by multicast or on a stick, into the station's cache.
enum ReceiveCommand {
    static let spec = CommandSpec(
        "depot receive",
        arguments: "FILE...",
        count: 1...16,
        flags: [
            FlagTable.root, FlagTable.depot, FlagTable.trust, FlagTable.edition,
            FlagTable.acceptStale, FlagTable.address,
        ],
        fr: "garde sur le poste les trames d’archives arrivées autrement (diffusion, clé USB) ; "
            + "ce qui n’est pas ce que le dépôt signe est laissé",
        en: "keep on the station the frames of archives that came by another way (multicast, USB "
            + "stick); what is not what the depot signs is left"
    ) { (invocation, context) throws(Failure) in
        let station = try Station(invocation)
        let reference = try Reference.read(station, invocation, context)
        let size = reference.archives.reduce(UInt64(0)) { $0 + $1.index.archiveLength }
        guard let cache = try station.depotCache(atLeast: size) else {
            throw Failure(
                .undetermined,
                "this station keeps nothing of a depot",
                hints: ["enrol it first"]
            )
        }
        var sum = DepotCache.Received()
        for path in invocation.arguments {
            let received = try receive(path, reference.archives, cache)
            sum.kept += received.kept
            sum.lacking += received.lacking
        }
        let (kept, lacking) = (
            context.language.wording.integer(sum.kept),
            context.language.wording.integer(sum.lacking)
        )
        try context.say(
            context.text(
                Phrase(
                    fr: "trames gardées : \(kept) ; à prendre au dépôt : \(lacking)\n",
                    en: "frames kept: \(kept); to be taken from the depot: \(lacking)\n"
                )
            )
        )
        return .success
    }

    private static func receive(
        _ path: String,
        _ archives: [LayerArchive],
        _ cache: DepotCache
    ) throws(Failure) -> DepotCache.Received {
        let place = UserFile(path)
        let (parent, name) = (try place.parent(), try place.relativeName())
        let file = try Failure.explaining("\(path) can not be read") { () throws(PlatformError) in
            try parent.openFile(name)
        }
        let size = try Failure.explaining("\(path) can not be read") { () throws(PlatformError) in
            try file.status().size
        }
        guard let archive = archives.first(where: { $0.index.archiveLength == size }) else {
            throw Failure(
                .undetermined,
                "\(path) is none of the layers this station is compared with",
                causes: ["it has \(size) bytes"],
                hints: ["send the .tar.zst of the depot's layers"]
            )
        }
        return cache.take(archive.index.frames, from: file)
    }
}
