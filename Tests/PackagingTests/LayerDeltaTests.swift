import Model
import Packaging
import Platform
import Primitives
import TestSupport
import Testing

/// What one edition costs a station that has another.
@Suite(.scratch, .tags(.medium)) struct LayerDeltaTests {
    private func delta(_ change: (Directory) throws -> Void) throws -> LayerDelta {
        let root = try Fixture.directory("root")
        try Tree {
            RegularFile("usr/a", "first")
            RegularFile("usr/b", "second")
            HardLink("usr/c", to: "usr/b")
            RegularFile("usr/empty", "")
        }.write(to: root)
        let owner: (RelativePath) -> String? = { $0.isRoot ? nil : String(describing: $0.name) }
        let before = try Fixture.build(root, owner: owner)
        try change(root)
        let after = try Fixture.build(root, owner: owner)
        return try LayerDelta(from: before.index, to: after.index)
    }

    private func replace(_ path: String, _ text: String, in root: Directory) throws {
        try root.write(Array(text.utf8), atomicallyTo: RelativePath(path), permissions: 0o644)
    }

    @Test func nothingChangedCostsNoFrame() throws {
        let delta = try delta { _ in }
        #expect(delta.changedFiles.isEmpty)
        #expect((delta.frameBytes, delta.frameCount, delta.changedBytes) == (0, 0, 0))
    }

    @Test func metadataAloneCostsNoFrame() throws {
        let delta = try delta { root in
            try root.setMode(0o600, of: RelativePath("usr/a"))
        }
        #expect(delta.changedFiles.isEmpty && delta.frameCount == 0)
        #expect(delta.indexBytes > 0)
    }

    @Test func aChangedFileCostsItsFrame() throws {
        let delta = try delta { root in try replace("usr/a", "other", in: root) }
        #expect(delta.changedFiles.map(\.description) == ["usr/a"])
        #expect(delta.frameCount == 1 && delta.frameBytes > 0)
        #expect(delta.changedBytes == 5)
    }

    @Test func contentTheStationHasElsewhereIsNotFetched() throws {
        let delta = try delta { root in try replace("usr/new", "first", in: root) }
        #expect(delta.changedFiles.map(\.description) == ["usr/new"])
        #expect((delta.frameCount, delta.frameBytes) == (0, 0))
    }

    @Test func aDatabaseNobodyOwnsTakesNoNeighbourWithIt() throws {
        let root = try Fixture.directory("root")
        try Tree { Folder("var") }.write(to: root)
        var random = SplitMix64(seed: 7)
        for name in ["a", "c"] {
            try root.write(
                random.bytes(15 << 10),
                atomicallyTo: RelativePath("var/\(name)"),
                permissions: 0o644
            )
        }
        try replace("var/b", String(repeating: "first ", count: 3 << 10), in: root)
        let before = try Fixture.build(root)
        try replace("var/b", String(repeating: "other ", count: 3 << 10), in: root)
        let delta = try LayerDelta(from: before.index, to: try Fixture.build(root).index)
        #expect(delta.changedFiles.map(\.description) == ["var/b"])
        #expect(delta.frameCount == 1 && delta.frameBytes < 1 << 10)
    }

    @Test func whatIsNoIndexIsRefused() throws {
        #expect(throws: PackagingError.self) { try LayerDelta(from: [1, 2, 3], to: [1, 2, 3]) }
    }
}
