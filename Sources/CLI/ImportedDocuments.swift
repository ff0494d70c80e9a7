import Inventory
import Model
import Platform
import Primitives

/// The inventories of other programs that `--import` names: files, and all files of folders.
///
/// They are read one after the other, and only one is held at a time.
struct ImportedDocuments {
    /// One file to read.
    private struct Document: Sendable {
        let path: String
        /// The name in messages and evidence: the path typed may hold a person's name.
        let label: String
    }

    private static let maximumDepth = 8

    private var documents: [Document] = []

    /// Lists what `--import` and the words after it name.
    init(_ invocation: Invocation) throws(Failure) {
        for path in invocation.all(FlagTable.imports) + invocation.arguments {
            // What is no folder that can be opened is read as a file, and refused there.
            if let folder = try? Directory.open(path) {
                try add(folder, at: path, label: "", depth: 0)
            } else {
                let name = path.split(separator: "/").last.map(String.init) ?? path
                documents.append(Document(path: path, label: name))
            }
        }
        guard !documents.isEmpty else {
            throw .usage("there is no file to import", hint: "name a file, or a folder of files")
        }
    }

    /// Refuses words after a command that `--import` does not precede.
    static func refuseArguments(of command: String, _ invocation: Invocation) throws(Failure) {
        guard let word = invocation.arguments.first else { return }
        throw .usage(
            "socle \(command) takes no argument without --import",
            hint: "--import \(word) reads an inventory of another tool"
        )
    }

    /// Refuses to gather the results of several in one file: they come one after the other.
    func checkOutput(_ invocation: Invocation) throws(Failure) {
        guard areSeveral, invocation.has(FlagTable.output) else { return }
        throw .usage(
            "--output takes the result of one inventory, not of \(documents.count)",
            hint: "redirect standard output"
        )
    }

    /// Whether there is more than one, so that results are given in a short form.
    var areSeveral: Bool { documents.count > 1 }

    private mutating func add(
        _ folder: Directory,
        at path: String,
        label: String,
        depth: Int
    ) throws(Failure) {
        let entries = try Failure.explaining { () throws(PlatformError) in try folder.entries() }
        // The files of a folder come together, whatever the names of the folders between them.
        var folders: [RelativePath] = []
        for entry in entries where entry.name.first != UInt8(ascii: ".") {
            let name = String(decoding: entry.name, as: UTF8.self)
            let below = RelativePath(uncheckedBytes: entry.name)
            let kind = try Failure.explaining { () throws(PlatformError) in
                try folder.status(of: below).kind
            }
            if kind == .regular {
                documents.append(Document(path: "\(path)/\(name)", label: label + name))
            } else if kind == .directory {
                folders.append(below)
            }
        }
        guard depth < Self.maximumDepth else { return }
        for below in folders {
            let inner = try Failure.explaining { () throws(PlatformError) in
                try folder.openDirectory(below)
            }
            try add(inner, at: "\(path)/\(below)", label: "\(label)\(below)/", depth: depth + 1)
        }
    }

    /// Bytes kept from one document for the next.
    private static let keptMemory: Int32 = 32 << 20

    /// Inventories read and worked on before their results are given on, for each worker.
    private static let batch = 16

    /// Gives what `work` makes of every inventory to `body`, in order; the exit status is the gravest
    /// of all.
    ///
    /// All workers read and work; no more than a batch is held. Of several, one that can not be read
    /// is told on standard error and the others still follow.
    func forEach<Result: Sendable>(
        _ context: Context,
        _ work: @Sendable (Inventory) -> Result,
        _ body: (Result) throws(Failure) -> ExitCode
    ) throws(Failure) -> ExitCode {
        var gravest = ExitCode.success
        if areSeveral { Host.keepFreedMemory(Self.keptMemory) }
        let size = Self.batch * context.workers.count
        for start in stride(from: 0, to: documents.count, by: size) {
            let part = Array(documents[start..<min(start + size, documents.count)])
            let results = context.workers.map(part.count) {
                (index: Int) throws(Failure) -> Result in
                work(try Self.read(part[index], context))
            }
            for result in results {
                do {
                    let exit = try body(try result.get())
                    if exit.rawValue > gravest.rawValue { gravest = exit }
                } catch {
                    guard areSeveral, case .failure = result else { throw error }
                    context.report(error)
                    gravest = .undetermined
                }
            }
        }
        return gravest
    }

    /// The inventory of the first.
    func first(_ context: Context) throws(Failure) -> Inventory {
        try Self.read(documents[0], context)
    }

    private static func read(_ document: Document, _ context: Context) throws(Failure) -> Inventory
    {
        let bytes = try UserFile(document.path).read(limit: ReadingLimits.document)
        return try Failure.explaining("\(document.path) can not be imported") {
            () throws(InventoryError) in
            try InventoryImport.read(bytes, named: document.label, now: context.now)
        }
    }
}
