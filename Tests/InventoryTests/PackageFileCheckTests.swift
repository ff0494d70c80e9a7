import Inventory
import Model
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch)
struct PackageFileCheckTests {
    private static let hello = "5d41402abc4b2a76b9719d911017c592"

    private func write(_ more: [any TreePart], record: String = "") throws {
        try Tree {
            RegularFile("var/lib/dpkg/status", InventoryRoots.record("a", more: record))
            RegularFile("var/lib/dpkg/info/a.list", "/.\n/usr\n/usr/bin\n/usr/bin/a\n")
            Symlink("bin", to: "usr/bin")
            for part in more { part }
        }.write(to: Scratch.current.directory)
    }

    private func sums(_ paths: [String]) -> RegularFile {
        RegularFile(
            "var/lib/dpkg/info/a.md5sums",
            paths.map { "\(Self.hello)  \($0)\n" }.joined()
        )
    }

    private func verify() throws -> FileComparison {
        let root = Scratch.current.directory
        return PackageFileCheck.verify(
            root: root,
            ownership: try FileOwnership.read(root: root),
            workers: Workers(count: 2)
        )
    }

    private func lines(_ comparison: FileComparison) -> [String] {
        comparison.differences.map { "\($0.kind) \($0.isSetting ? "c " : "")\($0.path)" }
    }

    @Test
    func findsWhatIsMissingAndWhatIsAltered() throws {
        try write([
            sums(["usr/bin/good", "bin/altered", "usr/bin/gone", "usr/bin/folder"]),
            RegularFile("usr/bin/good", "hello"), RegularFile("usr/bin/altered", "hell0"),
            Folder("usr/bin/folder"),
        ])
        let found = try verify()
        #expect(
            lines(found) == [
                "content usr/bin/altered", "type usr/bin/folder", "missing usr/bin/gone",
            ]
        )
        #expect(found.method == .packageSums)
        #expect(found.compared == 4)
        #expect(found.differences.allSatisfy { $0.package == "a" })
        #expect(found.unreadable.isEmpty)
    }

    @Test
    func comparesSettingsWithTheVersionShipped() throws {
        try write(
            [RegularFile("etc/good", "hello"), RegularFile("etc/changed", "mine")],
            record: """
                Conffiles:
                 /etc/good \(Self.hello)
                 /etc/changed \(Self.hello)
                 /etc/gone newconffile
                 /etc/old \(Self.hello) obsolete
                """
        )
        #expect(lines(try verify()) == ["content c etc/changed", "missing c etc/gone"])
    }

    @Test
    func checksADivertedFileWhereItIs() throws {
        try write([
            sums(["usr/bin/tool"]), RegularFile("usr/bin/tool.real", "hello"),
            RegularFile("usr/bin/tool", "another"),
            RegularFile(
                "var/lib/dpkg/diversions",
                "/usr/bin/tool\n/usr/bin/tool.real\nother\n"
            ),
        ])
        #expect(lines(try verify()).isEmpty)
    }

    @Test
    func whatDpkgWasToldNotToUnpackIsNotMissing() throws {
        try write([
            sums(["usr/share/doc/a/README", "usr/share/doc/a/copyright", "usr/bin/gone"]),
            RegularFile(
                "etc/dpkg/dpkg.cfg.d/slim",
                "path-exclude=/usr/share/doc/*\npath-include /usr/share/doc/*/copyright\n"
            ),
        ])
        #expect(
            lines(try verify()) == ["missing usr/bin/gone", "missing usr/share/doc/a/copyright"]
        )
    }

    @Test
    func followsLinksInsideTheRootOnly() throws {
        try write([
            sums(["usr/share/doc/a/README", "usr/bin/out", "usr/bin/circle"]),
            Symlink("usr/share/doc/a", to: "/usr/share/doc/b"),
            RegularFile("usr/share/doc/b/README", "hello"),
            Symlink("usr/bin/out", to: "../../../../../../usr/share/doc/b/README"),
            Symlink("usr/bin/circle", to: "circle"),
        ])
        #expect(lines(try verify()) == ["missing usr/bin/circle"])
    }

    @Test
    func saysWhichSumsItCouldNotRead() throws {
        try write([RegularFile("var/lib/dpkg/info/a.md5sums", "not a sum\n")])
        let found = try verify()
        #expect(found.unreadable.count == 1)
        #expect(found.unreadable.first?.hasPrefix("var/lib/dpkg/info/a.md5sums:1: ") == true)
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.absence), .tags(.medium))
    func reportsWhatDpkgVerifyReportedMissing() throws {
        let root = try InventoryRoots.unpackPair("station")
        let found = PackageFileCheck.verify(
            root: root,
            ownership: try FileOwnership.read(root: root),
            workers: Workers(count: 2)
        )
        let missing = Set(
            found.differences.filter { $0.kind == .missing }
                .map { "missing   \($0.isSetting ? "c" : " ") /\($0.path)" }
        )
        // Only the lists are here, so that everything is missing: the oracle's lines are among it.
        let oracle = try InventoryRoots.lines(
            "drift-pair-debian12/station/oracle-dpkg-verify.txt"
        ).filter { $0.hasPrefix("missing") }
        #expect(oracle.count > 10)
        #expect(oracle.filter { !missing.contains($0) } == [])
        #expect(found.unreadable.isEmpty)
    }
}
