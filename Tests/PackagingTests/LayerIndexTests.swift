import Model
import Packaging
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .tags(.medium)) struct LayerIndexTests {
    private func small() throws -> BuiltLayer {
        let root = try Fixture.directory("root")
        try Tree {
            RegularFile("etc/a", "one", attributes: ["user.x": [1]])
            HardLink("etc/b", to: "etc/a")
            Symlink("etc/c", to: "a")
            Fifo("etc/d")
        }.write(to: root)
        return try Fixture.build(root)
    }

    /// A tree of many files in many packages.
    private func wide(_ root: Directory) throws -> (RelativePath) -> String? {
        for package in 0..<60 {
            for file in 0..<40 {
                let path = try RelativePath("usr/share/d\(file % 7)/p\(package)-\(file)")
                try root.makeDirectories(path.parent ?? .root, permissions: 0o755)
                try root.createFile(path, permissions: 0o644).write(
                    Array("content of \(path)".utf8)
                )
                try root.setModified(Tree.defaultTime, of: path)
            }
        }
        return { path in
            let name = String(decoding: path.name, as: UTF8.self)
            return name.contains("-") ? String(name.prefix { $0 != "-" }) : nil
        }
    }

    @Test func whatWasWrittenIsRead() throws {
        let built = try small()
        let index = try built.decoded
        #expect(index.reference == built.report.reference)
        #expect(index.lock == Fixture.lock)
        #expect(index.archiveLength == UInt64(built.archive.count))
        #expect(index.archiveDigest == built.report.archiveDigest)
        let link = try #require(index.entry(at: try RelativePath("etc/b")))
        #expect(link.content == .hardLink(of: try RelativePath("etc/a")))
        #expect(index.file(of: link).path.description == "etc/a")
    }

    @Test func refusesAnyFlippedByteEvenWithoutAnExpectedDigest() throws {
        let built = try small()
        for position in built.index.indices {
            var bytes = built.index
            bytes[position] ^= 0x10
            // Only the digest tells a changed name or number in the header from the right one.
            let error = #expect(throws: PackagingError.self) {
                try LayerIndex.decode(bytes, expecting: built.report.reference.index)
            }
            #expect(error?.code == .indexMismatch)
            let afterHeader = position > 16 + 700
            if afterHeader {
                #expect(throws: PackagingError.self) {
                    try LayerIndex.decode(bytes, expecting: nil)
                }
            }
        }
    }

    @Test func refusesATruncatedOrExtendedFile() throws {
        let built = try small()
        for count in stride(from: 0, to: built.index.count, by: 7) {
            #expect(throws: PackagingError.self) {
                try LayerIndex.decode(Array(built.index.prefix(count)), expecting: nil)
            }
        }
        #expect(throws: PackagingError.self) {
            try LayerIndex.decode(built.index + [0], expecting: nil)
        }
    }

    @Test func oneChangedPackageRenewsItsFrameAndFewChunks() throws {
        let root = try Fixture.directory("root")
        let owner = try wide(root)
        let before = try Fixture.build(root, name: "before", owner: owner)
        for file in 0..<40 {
            let path = try RelativePath("usr/share/d\(file % 7)/p30-\(file)")
            try root.openFileForWriting(path).write(Array("changed".utf8))
        }
        let after = try Fixture.build(root, name: "after", owner: owner)
        let known = Set(try before.decoded.frames.map(\.digest))
        let renewed = try after.decoded.frames.filter { !known.contains($0.digest) }
        #expect(renewed.count == 1)
        let fetched = try LayerIndex.fetch(
            from: MemoryByteSource(after.index),
            reusing: before.index
        )
        #expect(fetched.bytes == after.index)
        print("index \(after.index.count) bytes, \(fetched.fetchedCount) fetched")
        #expect(fetched.fetchedCount < UInt64(after.index.count) * 2 / 3)
    }

    @Test func fetchingWithoutAPreviousEditionReadsItAll() throws {
        let built = try small()
        let fetched = try LayerIndex.fetch(from: MemoryByteSource(built.index), reusing: nil)
        #expect(fetched.bytes == built.index)
        #expect(fetched.fetchedCount == UInt64(built.index.count))
    }

    @Test func aPreviousFileThatIsNoIndexOnlyMeansNoReuse() throws {
        let built = try small()
        for previous in [[], [1, 2, 3], Array(built.index.dropLast(5))] {
            let fetched = try LayerIndex.fetch(
                from: MemoryByteSource(built.index),
                reusing: previous
            )
            #expect(fetched.bytes == built.index)
        }
    }

    @Test func fetchingTheSameEditionReadsOnlyItsTable() throws {
        let built = try small()
        let fetched = try LayerIndex.fetch(
            from: MemoryByteSource(built.index),
            reusing: built.index
        )
        #expect(fetched.bytes == built.index)
        #expect(fetched.fetchedCount < UInt64(built.index.count))
    }
}
