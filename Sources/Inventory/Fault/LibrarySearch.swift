internal import Platform
internal import Primitives

/// Looks libraries up as the dynamic linker does (ld.so(8)): where the program says, then the
/// configured folders, then the usual ones; in the station's own root.
struct LibrarySearch {
    /// What looking a library up came to.
    enum Answer: Equatable {
        case found(RelativePath)
        /// Not there; names that stand where it should be and are no such library.
        case missing(unusable: [RelativePath])
    }

    private struct Key: Hashable {
        let name: String
        let width: UInt8
        let machine: UInt16
        let runPath: [String]
    }

    private let root: Directory
    private let resolver: LinkResolver
    /// The folders, in order.
    let folders: [String]
    private var known: [Key: Answer] = [:]
    private var files: [RelativePath: ElfFile?] = [:]

    init(root: Directory) {
        self.root = root
        resolver = LinkResolver(root: root)
        folders = Self.folders(StationFiles(root))
    }

    /// The program or library at `path`; nil for what is none.
    mutating func file(_ path: RelativePath) -> ElfFile? {
        if let known = files[path] { return known }
        // What can not be opened can not be loaded either.
        let elf: ElfFile? = {
            guard let file = try? root.openFile(path) else { return nil }
            return ElfFile.read(file)
        }()
        files[path] = .some(elf)
        return elf
    }

    /// Where `program`, at `path`, finds the library called `name`.
    mutating func find(_ name: String, for program: ElfFile, at path: RelativePath) -> Answer {
        let own = program.runPath.map {
            let folder = path.parent?.description ?? ""
            return $0.replacing("${ORIGIN}", with: "/" + folder)
                .replacing("$ORIGIN", with: "/" + folder)
        }
        let key = Key(name: name, width: program.width, machine: program.machine, runPath: own)
        if let answer = known[key] { return answer }
        let answer = search(name, program, (name.hasPrefix("/") ? [""] : own + folders))
        known[key] = answer
        return answer
    }

    private mutating func search(
        _ name: String,
        _ program: ElfFile,
        _ folders: [String]
    ) -> Answer {
        var unusable: [RelativePath] = []
        for folder in folders {
            let text = Self.below("\(folder)/\(name)")
            guard let path = try? RelativePath(text) else { continue }  // no path: not there
            let target = try? resolver.resolve(path)
            if let target, let library = file(target) {
                if library.width == program.width, library.machine == program.machine {
                    return .found(target)
                }
            } else if (try? root.statusIfPresent(of: path)) != nil {
                unusable.append(path)
            }
        }
        return .missing(unusable: unusable)
    }

    /// The folders of ld.so.conf, of its parts, and those the linker knows by itself.
    private static func folders(_ station: StationFiles) -> [String] {
        let parts = "etc/ld.so.conf.d"
        // Without configuration the linker still has its own folders.
        let names = ((try? station.names(in: parts)) ?? []).filter { $0.hasSuffix(".conf") }
        var folders: [String] = []
        for file in ["etc/ld.so.conf"] + names.sorted().map({ "\(parts)/\($0)" }) {
            guard let bytes = try? station.content(file, limit: ReadingLimits.configuration) else {
                continue
            }
            folders += ByteText.lines(bytes[...]).map { ByteText.string(ByteText.trimmed($0)) }
                .filter { $0.hasPrefix("/") }
        }
        let triplets = ((try? station.names(in: "usr/lib")) ?? []).filter {
            $0.contains("-linux-gnu")
        }
        folders += triplets.flatMap { ["lib/\($0)", "usr/lib/\($0)"] }
        return folders + ["lib", "usr/lib", "lib64", "usr/lib64", "lib32", "usr/lib32", "libx32"]
    }

    /// `path` below the root, without empty parts and `.`; `..` takes its part away.
    private static func below(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
