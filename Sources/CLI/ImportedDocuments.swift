import Inventory
import Model
import Platform
import Primitives

/// The inventories of other programs that `--import` names: files, and all files of folders.
///
/// They are read one after the other, and only one is held at a time.
struct ImportedDocuments {
    /// One file to read.
    private struct Document {
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
        for entry in entries where entry.name.first != UInt8(ascii: ".") {
            let name = String(decoding: entry.name, as: UTF8.self)
            let below = RelativePath(uncheckedBytes: entry.name)
            let kind = try Failure.explaining { () throws(PlatformError) in
                try folder.status(of: below).kind
            }
            if kind == .regular {
                documents.append(Document(path: "\(path)/\(name)", label: label + name))
            } else if kind == .directory, depth < Self.maximumDepth {
                let inner = try Failure.explaining { () throws(PlatformError) in
                    try folder.openDirectory(below)
                }
                try add(inner, at: "\(path)/\(name)", label: "\(label)\(name)/", depth: depth + 1)
            }
        }
    }

    /// Gives every inventory to `body`; the exit status is the gravest of all.
    ///
    /// Of several, one that can not be read is told on standard error and the others still follow.
    func forEach(
        _ context: Context,
        _ body: (Inventory) throws(Failure) -> ExitCode
    ) throws(Failure) -> ExitCode {
        var gravest = ExitCode.success
        for document in documents {
            let inventory: Inventory
            do {
                inventory = try read(document, context)
            } catch {
                guard areSeveral else { throw error }
                context.report(error)
                gravest = .undetermined
                continue
            }
            let exit = try body(inventory)
            if exit.rawValue > gravest.rawValue { gravest = exit }
        }
        return gravest
    }

    /// The inventory of the first.
    func first(_ context: Context) throws(Failure) -> Inventory {
        try read(documents[0], context)
    }

    private func read(_ document: Document, _ context: Context) throws(Failure) -> Inventory {
        let bytes = try UserFile(document.path).read(limit: ReadingLimits.document)
        return try Failure.explaining("\(document.path) can not be imported") {
            () throws(InventoryError) in
            try InventoryImport.read(bytes, named: document.label, now: context.now)
        }
    }
}
