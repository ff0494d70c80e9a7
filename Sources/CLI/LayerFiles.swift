import Model
import Packaging
import Platform
import Primitives

/// The two files of a layer, named by what their names begin with.
struct LayerFiles {
    let stem: String

    /// Takes a path with or without `.idx` or `.tar.zst`.
    init(_ path: String) {
        stem = [".idx", ".tar.zst"].reduce(path) {
            $0.hasSuffix($1) ? String($0.dropLast($1.count)) : $0
        }
    }

    /// The index's bytes.
    func indexBytes() throws(Failure) -> [UInt8] {
        try UserFile(stem + ".idx").read(limit: 512 << 20)
    }

    /// The index, checked against itself.
    func index() throws(Failure) -> LayerIndex {
        let bytes = try indexBytes()
        do {
            return try LayerIndex.decode(bytes, expecting: nil)
        } catch {
            throw Failure(
                .undetermined,
                "\(stem).idx is no usable index",
                causes: [error.description],
                hints: error.hint.map { [$0] } ?? []
            )
        }
    }

    /// The archive, to be read by range.
    func archive() throws(Failure) -> any ByteSource {
        let file = UserFile(stem + ".tar.zst")
        let directory = try file.parent()
        let name = try file.relativeName()
        return try Failure.explaining { () throws(PackagingError) in
            try DirectoryByteSource(directory: directory, path: name)
        }
    }
}
