import Manifest
import Model
import Platform
import Primitives

/// A folder of declarations: a station's own, or a school's for many stations.
struct Declarations {
    /// Where a station keeps its own; no restore touches it.
    static let path = RelativePath(uncheckedBytes: Array("etc/socle/declarations".utf8))

    /// The folder, in messages.
    let name: String
    private let folder: Directory?

    /// What the commands read: the station's own declarations.
    init(of station: Station) throws(Failure) {
        name = Self.path.description
        folder = try Failure.explaining { () throws(PlatformError) in
            try station.root.openDirectoryIfPresent(Self.path)
        }
    }

    /// The folder a person named.
    init(folder path: String) throws(Failure) {
        name = path
        folder = try UserFile(path).folder()
    }

    /// Every declaration in the order of file names; a file that is none is refused by its name.
    func all() throws(Failure) -> [Declaration] {
        guard let folder else { return [] }
        var declarations: [Declaration] = []
        let entries = try Failure.explaining { () throws(PlatformError) in try folder.entries() }
        for entry in entries where entry.name.suffix(5).elementsEqual(".json".utf8) {
            let file = RelativePath(uncheckedBytes: entry.name)
            let bytes = try Failure.explaining { () throws(PlatformError) in
                try folder.read(file, limit: 1 << 20)
            }
            declarations.append(
                try Failure.explaining { () throws(ManifestErrors) in
                    try DeclarationDocument.decode(bytes, named: "\(name)/\(file)")
                }
            )
        }
        return declarations
    }

    /// Those of `--declarations`; none without the flag.
    static func named(_ invocation: Invocation) throws(Failure) -> [Declaration] {
        guard let path = invocation.value(FlagTable.declarations) else { return [] }
        return try Declarations(folder: path).all()
    }

    /// Writes `declaration`, in the place of an earlier one of the same software.
    static func write(_ declaration: Declaration, in folder: Directory) throws(Failure) {
        let bytes = DeclarationDocument.encode(declaration)
        let file = self.file(of: declaration.identity)
        try Failure.explaining { () throws(PlatformError) in
            try folder.write(bytes, atomicallyTo: file, permissions: 0o644)
        }
    }

    /// Removes the declaration of `identity`; whether there was one.
    static func withdraw(
        _ identity: ComponentIdentity,
        in folder: Directory
    ) throws(Failure) -> Bool {
        let file = self.file(of: identity)
        return try Failure.explaining { () throws(PlatformError) in
            guard try folder.statusIfPresent(of: file) != nil else { return false }
            try folder.removeFile(file)
            try folder.sync()
            return true
        }
    }

    /// One file for each thing declared, named so that any name makes a safe one.
    private static func file(of identity: ComponentIdentity) -> RelativePath {
        let name = PercentEncoding.encode("\(identity.source.rawValue)-\(identity.name)")
        return RelativePath(uncheckedBytes: Array("\(name).json".utf8))
    }
}
