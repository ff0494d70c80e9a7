import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .tags(.small)) struct FileTests {
    private var root: Directory { Scratch.current.directory }

    private func create(_ name: String) throws -> File {
        try root.createFile(RelativePath(name), permissions: 0o600)
    }

    @Test func readsBackWhatItWrote() throws {
        let file = try create("file")
        try file.write(Array("hello ".utf8))
        try file.write(Array("xxworldxx".utf8)[2..<7])
        try file.write(Array("H".utf8), at: 0)
        try file.seek(to: 0)
        #expect(try file.readToEnd(limit: 100) == Array("Hello world".utf8))
        var part = [UInt8](repeating: 0, count: 5)
        #expect(try file.read(into: &part, at: 6) == 5)
        #expect(part == Array("world".utf8))
        #expect(try file.read(into: &part, at: 100) == 0)
        try file.close()
    }

    @Test func readsIntoASpan() throws {
        let file = try create("file")
        try file.write(Array("abc".utf8))
        try file.seek(to: 1)
        var buffer = [UInt8](repeating: 0, count: 8)
        var span = buffer.mutableSpan
        var bytes = span.mutableBytes
        let count = try file.read(into: &bytes)
        #expect(count == 2)
        #expect(buffer.prefix(2) == Array("bc".utf8)[...])
    }

    @Test func refusesToCreateOverAnyName() throws {
        try Tree { Symlink("dangling", to: "elsewhere") }.write(to: root)
        let error = #expect(throws: PlatformError.self) { _ = try create("dangling") }
        #expect(error?.code == .alreadyExists)
        #expect(try root.statusIfPresent(of: RelativePath("elsewhere")) == nil)
    }

    @Test func findsTheDataOfASparseFile() throws {
        let file = try create("sparse")
        try file.truncate(to: 16 << 20)
        let block = [UInt8](repeating: 1, count: 4096)
        try file.write(block, at: 1 << 20)
        try file.write(block, at: 8 << 20)
        try file.sync()
        let extents = try file.dataExtents()
        try #require(extents.count == 2, "the scratch file system does not tell holes")
        #expect(extents[0].contains(1 << 20))
        #expect(extents[1].contains(8 << 20))
        #expect(extents.reduce(0) { $0 + $1.count } < 1 << 20)
    }

    @Test func anEmptyOrHollowFileHasNoData() throws {
        let empty = try create("empty")
        let hollow = try create("hollow")
        try hollow.truncate(to: 1 << 20)
        #expect(try empty.dataExtents().isEmpty)
        #expect(try hollow.dataExtents().isEmpty)
    }

    @Test func copiesARangeAndStopsAtTheEnd() throws {
        let source = try create("source")
        let target = try create("target")
        try source.write(Array("0123456789".utf8))
        #expect(try target.copyRange(from: source, at: 2, count: 5, to: 1) == 5)
        #expect(try target.copyRange(from: source, at: 8, count: 100, to: 6) == 2)
        #expect(try target.readToEnd(limit: 20) == Array("\u{0}2345689".utf8))
    }

    @Test func copiesFromFileSystemsTheKernelCannotCopyBetween() throws {
        let proc = try Directory.open("/proc/self")
        let source = try proc.openFile(RelativePath("limits"))
        let target = try create("limits")
        let count = try target.copyRange(from: source, at: 0, count: 1 << 20, to: 0)
        #expect(try target.status().size == count)
    }

    @Test func refusesOffsetsTheSystemCannotHold() throws {
        let file = try create("file")
        for offset in [UInt64.max, UInt64(Int64.max) + 1] {
            let error = #expect(throws: PlatformError.self) { try file.seek(to: offset) }
            #expect(error?.code == .tooLarge)
        }
    }
}
