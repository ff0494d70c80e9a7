import Inventory
import Model
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch) struct FaultReaderTests {
    private func traces() throws -> FaultTraces {
        let root = Scratch.current.directory
        return FaultReader.read(
            root: root,
            ownership: try FileOwnership.read(root: root),
            now: InventoryRoots.now
        )
    }

    private func writePackageDatabase() throws {
        try Tree {
            RegularFile("var/lib/dpkg/status", "")
            Folder("var/lib/dpkg/info") {}
        }.write(to: Scratch.current.directory)
    }

    @Test("B2_10: a dump is known by its program, never by whose it was nor by what it holds")
    func dumpsNameNobody() throws {
        try writePackageDatabase()
        try Tree {
            RegularFile(
                "var/lib/systemd/coredump/"
                    + "core.gimp.1004.0123456789abcdef0123456789abcdef.812.1795529942000000.zst",
                "Jeanne Dupont"
            )
            RegularFile("var/crash/_home_jdupont_jeu.1004.crash", "jdupont")
            RegularFile("usr/bin/gimp", "")
        }.write(to: Scratch.current.directory)
        let found = try traces()
        #expect(found.traces.map(\.name) == ["gimp"])
        #expect(found.traces.first?.paths == [try RelativePath("usr/bin/gimp")])
        #expect(found.traces.first?.day == (try Day("2026-11-24")))
        let text = "\(found)"
        for word in ["1004", "dupont", "Dupont", "812"] { #expect(!text.contains(word)) }
    }

    @Test(arguments: UInt64(1)...40)
    func aDamagedProgramNeverTraps(seed: UInt64) throws {
        try writePackageDatabase()
        var random = SplitMix64(seed: seed)
        var bytes = try Directory.open("/usr/bin").read(RelativePath("true"), limit: 1 << 24)
        for _ in 0..<24 {
            let index = Int.random(in: 0..<min(bytes.count, 4096), using: &random)
            bytes[index] = UInt8.random(in: 0...255, using: &random)
        }
        bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
        try Scratch.current.directory.makeDirectories(RelativePath("usr/bin"), permissions: 0o755)
        try Scratch.current.directory.createFile(RelativePath("usr/bin/x"), permissions: 0o755)
            .write(bytes)
        #expect(try traces().traces.allSatisfy { $0.sort == .missingLibrary })
    }
}
