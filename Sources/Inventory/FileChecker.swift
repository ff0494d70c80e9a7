internal import Model
internal import Platform
internal import Primitives
internal import Trust

/// Compares files on the disk with their sums.
struct FileChecker: Sendable {
    /// What one worker keeps between files.
    struct Scratch: ~Copyable {
        var hasher: MD5Hasher
        var buffer: [UInt8]

        static func make() throws(InventoryError) -> Scratch {
            do {
                return Scratch(
                    hasher: try MD5Hasher.make(),
                    buffer: [UInt8](repeating: 0, count: 256 << 10)
                )
            } catch {
                throw InventoryError(
                    .checksum,
                    subject: "MD5",
                    operation: "start",
                    detail: "\(error)"
                )
            }
        }
    }

    /// What a piece of the list gave.
    struct Answer: Sendable {
        var differences: [FileDifference] = []
        var unreadable: [InventoryError] = []
    }

    let root: Directory
    let rules: PathRules
    let excluded: PathFilter

    /// Checks `files` one after the other.
    func check(_ files: ArraySlice<PackageSums.File>, _ scratch: inout Scratch) -> Answer {
        var answer = Answer()
        for file in files {
            do throws(InventoryError) {
                if let difference = try check(file, &scratch) {
                    answer.differences.append(difference)
                }
            } catch {
                answer.unreadable.append(error)
            }
        }
        return answer
    }

    private func check(
        _ file: PackageSums.File,
        _ scratch: inout Scratch
    ) throws(InventoryError) -> FileDifference? {
        do {
            return try compare(file, at: file.path, &scratch)
        } catch {
            switch error.code {
            case .notFound, .notADirectory:
                return missing(file)
            case .symbolicLinkInPath, .isADirectory, .notSupported:
                return try followed(file, &scratch)
            default:
                throw InventoryError(
                    subject: file.path.description,
                    operation: "read",
                    cause: error
                )
            }
        }
    }

    /// What `file` is when its path passes a link: dpkg follows links, so do we, inside the root.
    private func followed(
        _ file: PackageSums.File,
        _ scratch: inout Scratch
    ) throws(InventoryError) -> FileDifference? {
        do {
            guard let real = try LinkResolver(root: root).resolve(file.path) else {
                return missing(file)
            }
            let status = try root.status(of: real)
            guard status.kind == .regular else {
                return difference(file, .type, status.kind, 0)
            }
            return try compare(file, at: real, &scratch)
        } catch {
            throw InventoryError(subject: file.path.description, operation: "read", cause: error)
        }
    }

    private func compare(
        _ file: PackageSums.File,
        at path: RelativePath,
        _ scratch: inout Scratch
    ) throws(PlatformError) -> FileDifference? {
        let opened = try root.openFile(path)
        guard let expected = file.sum else { return nil }
        let (sum, size) = try Self.sum(
            of: opened,
            path,
            hasher: &scratch.hasher,
            buffer: &scratch.buffer
        )
        return sum == expected ? nil : difference(file, .content, .regular, size)
    }

    /// The MD5 of an open file, and its size.
    private static func sum(
        of file: borrowing File,
        _ path: RelativePath,
        hasher: inout MD5Hasher,
        buffer: inout [UInt8]
    ) throws(PlatformError) -> (String, UInt64) {
        var size: UInt64 = 0
        do {
            while true {
                let count = try file.read(into: &buffer)
                if count == 0 { break }
                size &+= UInt64(count)
                try hasher.update(buffer.span.extracting(0..<count))
            }
            return (try hasher.finalize(), size)
        } catch let error as PlatformError {
            // What was read of this file must not count for the next one.
            _ = try? hasher.finalize()
            throw error
        } catch {
            throw PlatformError(
                .other,
                operation: "md5",
                subject: path.description,
                detail: "\(error)"
            )
        }
    }

    private func missing(_ file: PackageSums.File) -> FileDifference? {
        guard !excluded.excludes(file.path) else { return nil }
        return difference(file, .missing, .regular, 0)
    }

    private func difference(
        _ file: PackageSums.File,
        _ kind: FileDifference.Kind,
        _ fileKind: FileKind,
        _ size: UInt64
    ) -> FileDifference {
        FileDifference(
            path: file.path,
            kind: kind,
            fileKind: fileKind,
            package: file.package,
            isSetting: file.isSetting || file.path.description.isWithin("etc"),
            pathClass: rules.pathClass(of: file.path),
            size: size
        )
    }
}
