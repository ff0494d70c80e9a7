import Diff
import Foundation
import Model
import Testing

/// The orphans of real package databases are those apt itself names.
@Suite struct AutoremoveOracleTests {
    private static let apt = "/usr/bin/apt-get"
    private static var canAsk: Bool {
        StationFixture.hasShared && FileManager.default.isExecutableFile(atPath: apt)
    }

    @Test(
        "live Debian station: as marked, and with marks changed at random",
        .enabled(if: canAsk, "needs ../shared/data and apt-get"),
        arguments: 0..<12
    )
    func liveStation(seed: Int) throws {
        let folder = try #require(StationFixture.shared).appending(path: "live-debian12")
        let states = try String(
            contentsOf: folder.appending(path: "extended_states"),
            encoding: .utf8
        )
        try compare(
            status: String(contentsOf: folder.appending(path: "dpkg-status"), encoding: .utf8),
            states: states,
            seed: seed
        )
    }

    @Test(
        "drift pair: once its two half-installed packages are called installed, for apt refuses them",
        .enabled(if: canAsk, "needs ../shared/data and apt-get"),
        arguments: ["socle", "station"],
        0..<6
    )
    func driftPair(side: String, seed: Int) throws {
        let folder = try #require(StationFixture.shared)
            .appending(path: "drift-pair-debian12/\(side)/var/lib")
        // Two dependencies of these two packages are missing; without those words apt is content.
        let status = try String(contentsOf: folder.appending(path: "dpkg/status"), encoding: .utf8)
            .replacingOccurrences(of: "install ok unpacked", with: "install ok installed")
            .replacingOccurrences(of: "libpcap0.8 (>= 0.9.8), ", with: "")
            .replacingOccurrences(of: "libtext-charwidth-perl, ", with: "")
        let states = try String(
            contentsOf: folder.appending(path: "apt/extended_states"),
            encoding: .utf8
        )
        try compare(status: status, states: states, seed: seed)
    }

    // MARK: - Comparison

    /// Seed 0 leaves the marks alone; others mark packages that were asked for as automatic.
    private func compare(status: String, states: String, seed: Int) throws {
        let scratch = FileManager.default.temporaryDirectory
            .appending(path: "socle-diff-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }  // only scratch is left behind
        for folder in ["state/lists/partial", "cache/archives/partial"] {
            try FileManager.default.createDirectory(
                at: scratch.appending(path: folder),
                withIntermediateDirectories: true
            )
        }
        let statusFile = scratch.appending(path: "status")
        let statesFile = scratch.appending(path: "states")
        try Data(status.utf8).write(to: statusFile)
        try Data((states + Self.extraMarks(status, seed: seed)).utf8).write(to: statesFile)

        let items = try StationFixture.items(status: statusFile, states: statesFile)
        let patterns = try ["^firmware-linux.*", "^linux-image-[a-z0-9]*$"].map(KeptPattern.init)
        let graph = DependencyGraph(items, native: "amd64")
        let ours = graph.orphans(keeping: patterns).map { items[$0].name }.sorted()
        let theirs = try Self.askApt(scratch, status: statusFile, states: statesFile)
        #expect(ours == theirs, "seed \(seed)")
        if seed > 0 { #expect(!theirs.isEmpty, "marks changed, and nothing is left over") }
    }

    private static func extraMarks(_ status: String, seed: Int) -> String {
        guard seed > 0 else { return "" }
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
        var result = ""
        for line in status.split(separator: "\n") where line.hasPrefix("Package: ") {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            guard (state >> 33) % UInt64(1 + seed % 4) == 0 || (state >> 40) % 3 == 0 else {
                continue
            }
            result += "\n\(line)\nArchitecture: amd64\nAuto-Installed: 1\n"
        }
        return result
    }

    private static func askApt(_ scratch: URL, status: URL, states: URL) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: apt)
        process.environment = [
            "LC_ALL": "C", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "APT_CONFIG": "/dev/null",
        ]
        let configuration = scratch.appending(path: "apt.conf")
        try Data(
            """
            Dir::Etc::parts "/dev/null"; Dir::Etc::main "/dev/null";
            Dir::State "\(scratch.path)/state"; Dir::Cache "\(scratch.path)/cache";
            Dir::State::status "\(status.path)"; Dir::State::extended_states "\(states.path)";
            Dir::Etc::sourcelist "/dev/null"; Dir::Etc::sourceparts "/dev/null";
            Debug::NoLocking "1"; APT::Architecture "amd64";
            APT::NeverAutoRemove { "^firmware-linux.*"; "^linux-image-[a-z0-9]*$"; };
            """.utf8
        ).write(to: configuration)
        process.environment?["APT_CONFIG"] = configuration.path
        process.arguments = ["-s", "autoremove"]
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(
            process.terminationStatus == 0,
            "\(String(decoding: complaint, as: UTF8.self))"
        )
        return String(decoding: text, as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix("Remv ") }
            .compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
            .map { $0.replacingOccurrences(of: ":amd64", with: "") }.sorted()
    }
}
