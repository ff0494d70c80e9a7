import Inventory
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch)
struct FileOwnershipTests {
    /// A merged root with a diversion by a package and one by the administrator.
    private func ownership() throws -> FileOwnership {
        try Tree {
            RegularFile(
                "var/lib/dpkg/status",
                ["base", "dash", "other"].map { InventoryRoots.record($0) }
                    .joined(separator: "\n") + "\n"
                    + InventoryRoots.record(
                        "libx",
                        more: "Multi-Arch: same\nConffiles:\n /etc/x.conf 0123"
                    )
            )
            RegularFile("var/lib/dpkg/info/base.list", "/.\n/bin\n/bin/sh\n/usr\n/usr/bin\n")
            RegularFile("var/lib/dpkg/info/dash.list", "/.\n/bin\n/bin/dash\n/bin/sh\n/usr\n")
            RegularFile("var/lib/dpkg/info/other.list", "/.\n/usr/bin/tool\n/.hidden")
            RegularFile("var/lib/dpkg/info/libx:amd64.list", "/.\n/etc/x.conf\n/lib/x.so\n")
            RegularFile("var/lib/dpkg/info/stale.list", "/.\n/usr/bin/stale\n")
            RegularFile(
                "var/lib/dpkg/diversions",
                "/bin/sh\n/bin/sh.distrib\ndash\n/usr/bin/tool\n/usr/bin/tool.real\n:\n"
            )
            Symlink("bin", to: "usr/bin")
            Symlink("lib", to: "/usr/lib/")
        }.write(to: Scratch.current.directory)
        return try FileOwnership.read(root: Scratch.current.directory)
    }

    private func owner(_ path: String) throws -> String? {
        try ownership().owner(of: RelativePath(path))
    }

    @Test
    func findsAFileUnderItsOldAndItsMergedName() throws {
        let ownership = try ownership()
        #expect(try ownership.owner(of: RelativePath("usr/bin/dash")) == "dash")
        #expect(try ownership.owner(of: RelativePath("bin/dash")) == "dash")
        #expect(try ownership.owner(of: RelativePath("usr/lib/x.so")) == "libx")
    }

    @Test
    func givesADivertedNameToThePackageThatDivertsIt() throws {
        let ownership = try ownership()
        #expect(try ownership.owner(of: RelativePath("usr/bin/sh")) == "dash")
        #expect(try ownership.owner(of: RelativePath("usr/bin/sh.distrib")) == "base")
    }

    @Test
    func leavesANameTheAdministratorDivertedToNobody() throws {
        let ownership = try ownership()
        #expect(try ownership.owner(of: RelativePath("usr/bin/tool")) == nil)
        #expect(try ownership.owner(of: RelativePath("usr/bin/tool.real")) == "other")
    }

    @Test
    func givesASharedDirectoryToTheFirstPackageByName() throws {
        #expect(try owner("usr") == "base")
    }

    @Test
    func ignoresListsOfPackagesDpkgDoesNotKnow() throws {
        #expect(try owner("usr/bin/stale") == nil)
    }

    @Test
    func readsALastLineWithoutNewlineAndNamesWithADot() throws {
        #expect(try owner(".hidden") == "other")
    }

    @Test
    func knowsSettings() throws {
        let ownership = try ownership()
        #expect(try ownership.isConffile(RelativePath("etc/x.conf")))
        #expect(try !ownership.isConffile(RelativePath("usr/bin/dash")))
    }

    @Test
    func saysWhichListIsNotThere() throws {
        _ = try ownership()
        try Scratch.current.directory.removeFile(RelativePath("var/lib/dpkg/info/other.list"))
        let ownership = try FileOwnership.read(root: Scratch.current.directory)
        #expect(ownership.unreadable.map(\.subject) == ["var/lib/dpkg/info/other.list"])
    }

    @Test
    func refusesDiversionsThatAreNoTriplets() throws {
        try Tree {
            RegularFile("var/lib/dpkg/status", InventoryRoots.record("a"))
            RegularFile("var/lib/dpkg/info/a.list", "/.\n")
            RegularFile("var/lib/dpkg/diversions", "/bin/sh\n/bin/sh.distrib\n")
        }.write(to: Scratch.current.directory)
        let error = #expect(throws: InventoryError.self) {
            try FileOwnership.read(root: Scratch.current.directory)
        }
        #expect(error?.subject == "var/lib/dpkg/diversions:2")
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.absence), .tags(.medium))
    func ownsEveryPathARealStationsListsName() throws {
        let root = try InventoryRoots.unpackPair("station")
        let ownership = try FileOwnership.read(root: root)
        #expect(ownership.unreadable.isEmpty)
        let oracle = try InventoryRoots.lines("drift-pair-debian12/station/oracle-dpkg-query.tsv")
        #expect(ownership.packages.count == oracle.count)
        #expect(try ownership.owner(of: RelativePath("usr/bin/dash")) == "dash")
        #expect(try ownership.owner(of: RelativePath("usr/bin/htop")) == "htop")
        #expect(try ownership.owner(of: RelativePath("opt/JeuPirate/bin/jeu")) == nil)
        let list = try root.read(
            RelativePath("var/lib/dpkg/info/htop.list"),
            limit: 1 << 20
        )
        let paths = String(decoding: list, as: UTF8.self).split(separator: "\n").dropFirst()
        for path in paths {
            #expect(try ownership.owner(of: RelativePath(String(path.dropFirst()))) != nil)
        }
        #expect(paths.count > 10)
    }
}
