import Inventory
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch)
struct InstallHistoryTests {
    private let log = """
        Start-Date: 2026-09-02  08:00:00
        Commandline: apt install /home/alice/jeu.deb
        Requested-By: alice (1001)
        Install: jeu:amd64 (1.0), libjeu:amd64 (1.0, automatic)
        End-Date: 2026-09-02  08:00:09

        """

    @Test
    func datesAPackageAndKeepsNoName() throws {
        try Tree {
            RegularFile("var/log/apt/history.log", log)
            RegularFile("etc/passwd", "alice:x:1001:1001::/home/alice:/bin/bash\n")
        }.write(to: Scratch.current.directory)
        let history = InstallHistory.read(root: Scratch.current.directory)
        let arrival = history.arrival(of: "libjeu", architecture: "all", native: "amd64")
        #expect(arrival?.day.description == "2026-09-02")
        #expect(arrival?.command == "apt install /home/*/*")
    }

    @Test(.enabled(if: Tool.exists("gzip"), "needs gzip"))
    func readsRotatedLogs() throws {
        let packed = try runTool(["gzip", "-c"], input: Array(log.utf8)).output
        try Tree {
            RegularFile("var/log/apt/history.log.1.gz", bytes: packed)
            RegularFile("var/log/apt/history.log.2.gz", bytes: Array(packed.dropLast(10)))
            RegularFile("var/log/apt/history.log.old", log)
        }.write(to: Scratch.current.directory)
        let history = InstallHistory.read(root: Scratch.current.directory)
        #expect(history.files == ["var/log/apt/history.log.1.gz"])
        #expect(history.unreadable.map(\.subject) == ["var/log/apt/history.log.2.gz"])
        #expect(history.arrival(of: "jeu", architecture: "amd64", native: "amd64") != nil)
    }

    @Test
    func aLaterInstallationByDpkgHasNoCommand() {
        var history = InstallHistory()
        history.add(AptHistory.parse(Array(log.utf8)), mask: CommandMask())
        let lines = """
            2026-09-02 08:00:05 install jeu:amd64 <none> 1.0
            2026-10-01 09:00:00 install jeu:amd64 <none> 1.1
            2026-10-01 09:00:00 upgrade libjeu:amd64 1.0 1.1
            """
        history.add(DpkgLog.parse(Array(lines.utf8)))
        let byHand = history.arrival(of: "jeu", architecture: "amd64", native: "amd64")
        let byApt = history.arrival(of: "libjeu", architecture: "amd64", native: "amd64")
        #expect(byHand?.day.description == "2026-10-01")
        #expect(byHand?.command == nil)
        #expect(byApt?.command != nil)
    }

    @Test
    func anUpgradeIsKnownApartFromTheArrival() {
        var history = InstallHistory()
        let more = """
            Start-Date: 2026-09-20  10:00:00
            Commandline: apt upgrade
            Upgrade: libjeu:amd64 (1.0, 1.1)
            End-Date: 2026-09-20  10:00:09

            """
        history.add(AptHistory.parse(Array((log + more).utf8)), mask: CommandMask())
        let byApt = history.upgrade(of: "libjeu", architecture: "amd64", native: "amd64")
        #expect(byApt?.day.description == "2026-09-20")
        #expect(byApt?.command == "apt upgrade")
        let arrival = history.arrival(of: "libjeu", architecture: "amd64", native: "amd64")
        #expect(arrival?.day.description == "2026-09-02")
        let later = "2026-10-01 09:00:00 upgrade libjeu:amd64 1.1 1.2"
        history.add(DpkgLog.parse(Array(later.utf8)))
        let byHand = history.upgrade(of: "libjeu", architecture: "amd64", native: "amd64")
        #expect(byHand?.day.description == "2026-10-01")
        #expect(byHand?.command == nil)
        #expect(history.upgrade(of: "jeu", architecture: "amd64", native: "amd64") == nil)
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.absence))
    func readsARealHistory() throws {
        let bytes = try InventoryRoots.bytes("dpkg/plaso-apt_history.log")
        let transactions = AptHistory.parse(bytes)
        let starts = try InventoryRoots.lines("dpkg/plaso-apt_history.log")
            .count { $0.hasPrefix("Start-Date:") }
        #expect(transactions.count == starts)
        let volatility = try #require(
            transactions.first {
                $0.removed == [
                    "volatility:amd64", "forensics-all:amd64",
                ]
            }
        )
        #expect(volatility.command == "apt-get remove volatility")
        #expect(volatility.start.day.description == "2019-07-12")
        #expect(transactions.contains { $0.upgraded.contains("vim-common:amd64") })
    }
}
