import Model
import Packaging
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .tags(.medium)) struct ApplicationLayerTests {
    private func base() throws -> (Directory, BuiltLayer) {
        let root = try Fixture.directory("root")
        try Tree {
            RegularFile("etc/passwd", "root")
            RegularFile("usr/bin/ls", "ls")
            RegularFile("usr/bin/sshd", "sshd")
            RegularFile("usr/share/doc/a", "doc")
            RegularFile("var/lib/dpkg/status", "one")
            RegularFile("var/cache/old/x", "x")
            RegularFile("usr/lib/one", "shared")
            HardLink("usr/lib/two", to: "usr/lib/one")
        }.write(to: root)
        return (root, try Fixture.build(root))
    }

    private static let overridable = ["/var/lib/dpkg", "/etc/passwd", "/var/cache"]

    private func install(into root: Directory) throws {
        try Tree {
            RegularFile("usr/bin/gimp", "gimp")
            RegularFile("opt/app/data", "data")
        }.write(to: root)
        try root.write(
            Array("two".utf8),
            atomicallyTo: try RelativePath("var/lib/dpkg/status"),
            permissions: 0o644
        )
        try root.removeTree(try RelativePath("var/cache/old"))
    }

    @Test func holdsOnlyWhatDiffers() throws {
        let (root, base) = try base()
        try install(into: root)
        let index = try Fixture.build(
            root,
            name: "apps",
            base: base.decoded,
            overridable: Self.overridable
        ).decoded
        let files = index.entries.filter { $0.kind != .directory }.map(\.path.description)
        #expect(files == ["opt/app/data", "usr/bin/gimp", "var/lib/dpkg/status"])
        #expect(index.removals.map(\.description) == ["var/cache/old", "var/cache/old/x"])
        #expect(index.base == base.report.reference)
    }

    @Test func aTouchedFileOfTheSameSizeAndTimeIsFound() throws {
        let (root, base) = try base()
        let path = try RelativePath("var/lib/dpkg/status")
        try root.openFileForWriting(path).write(Array("eno".utf8))
        try root.setModified(Tree.defaultTime, of: path)
        let index = try Fixture.build(
            root,
            name: "apps",
            base: base.decoded,
            overridable: Self.overridable
        ).decoded
        #expect(index.entries.map(\.path) == [path])
    }

    @Test func refusesWhatTheBaseDoesNotLetGoAndNamesAll() throws {
        let (root, base) = try base()
        try root.openFileForWriting(try RelativePath("usr/bin/sshd")).write(Array("evil".utf8))
        try root.removeFile(try RelativePath("usr/share/doc/a"))
        let error = #expect(throws: PackagingError.self) {
            try Fixture.build(
                root,
                name: "apps",
                base: base.decoded,
                overridable: Self.overridable
            )
        }
        #expect(error?.code == .notOverridable)
        #expect(error?.detail.contains("/usr/bin/sshd, /usr/share/doc/a") == true)
        #expect(error?.hint != nil)
        let output = try Fixture.directory("out")
        #expect(try output.statusIfPresent(of: try RelativePath("apps.tar.zst")) == nil)
    }

    @Test func refusesADirectoryWhoseModeChanged() throws {
        let (root, base) = try base()
        try root.setMode(0o777, of: try RelativePath("usr/bin"))
        let error = #expect(throws: PackagingError.self) {
            try Fixture.build(
                root,
                name: "apps",
                base: base.decoded,
                overridable: Self.overridable
            )
        }
        #expect(error?.subject == "/usr/bin")
    }

    @Test func aThirdNameOfAFileTakesTheWholeGroupAlong() throws {
        let (root, base) = try base()
        try Tree { HardLink("usr/lib/three", to: "usr/lib/one") }.write(to: root)
        let index = try Fixture.build(
            root,
            name: "apps",
            base: base.decoded,
            overridable: ["/usr/lib"]
        ).decoded
        let files = index.entries.filter { $0.kind != .directory }.map(\.path.description)
        #expect(files == ["usr/lib/one", "usr/lib/three", "usr/lib/two"])
    }

    @Test func theTwoComposedAreTheTree() throws {
        let (root, base) = try base()
        try install(into: root)
        let application = try Fixture.build(
            root,
            name: "apps",
            base: base.decoded,
            overridable: Self.overridable
        ).decoded
        let target = try TargetTree.compose(
            system: base.decoded,
            application: application,
            overridable: try Self.overridable.map { try PathPattern($0) }
        )
        let snapshot = try TreeSnapshot.capture(root)
        #expect(target.entries.map(\.entry.path) == snapshot.nodes.keys.sorted())
        for item in target.entries {
            #expect(snapshot.nodes[item.entry.path]?.metadata == item.entry.metadata)
        }
        #expect(target.entry(at: try RelativePath("usr/bin/gimp"))?.layer == 1)
        #expect(target.entry(at: try RelativePath("usr/bin/ls"))?.layer == 0)
    }

    @Test func theTwoArchivesUnpackedMinusRemovalsAreTheTree() throws {
        let (root, base) = try base()
        try install(into: root)
        let application = try Fixture.build(
            root,
            name: "apps",
            base: base.decoded,
            overridable: Self.overridable
        ).decoded
        for name in ["base", "apps"] {
            try Fixture.extract(name, with: Fixture.gnuTar, to: "copy")
        }
        let copy = try Fixture.directory("copy")
        for path in application.removals.reversed() { try copy.removeTree(path) }
        // Removing moved the time of what held it.
        for path in Set(application.removals.compactMap(\.parent)) {
            if let entry = application.entry(at: path) {
                try copy.setModified(entry.metadata.modified, of: path)
            }
        }
        expectSame(try TreeSnapshot.capture(copy), try TreeSnapshot.capture(root))
    }

    @Test func goesWithNoOtherBase() throws {
        let (root, base) = try base()
        try install(into: root)
        let application = try Fixture.build(
            root,
            name: "apps",
            base: base.decoded,
            overridable: Self.overridable
        ).decoded
        let other = try Fixture.build(root, name: "other").decoded
        let error = #expect(throws: PackagingError.self) {
            try TargetTree.compose(system: other, application: application, overridable: [])
        }
        #expect(error?.code == .layersDisagree)
    }

    @Test func isRefusedWhereTheStationLetsLessGo() throws {
        let (root, base) = try base()
        try install(into: root)
        let application = try Fixture.build(
            root,
            name: "apps",
            base: base.decoded,
            overridable: Self.overridable
        ).decoded
        let error = #expect(throws: PackagingError.self) {
            try TargetTree.compose(
                system: base.decoded,
                application: application,
                overridable: []
            )
        }
        #expect(error?.code == .notOverridable)
    }
}
