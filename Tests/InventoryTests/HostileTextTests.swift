import Inventory
import TestSupport
import Testing

@Suite
struct HostileTextTests {
    /// Valid documents of every small format, to be altered.
    private static let documents = [
        "Start-Date: 2026-09-02  08:00:00\nCommandline: apt install /home/a/x\n"
            + "Install: a:amd64 (1.0), b:amd64 (1.0, automatic)\nEnd-Date: 2026-09-02  08:00:09\n",
        "2026-09-02 08:00:05 install jeu:amd64 <none> 1.0\n",
        "APT::NeverAutoRemove { \"^a$\"; /* b */ }; #clear APT::NeverAutoRemove;\n// end",
        "ID=debian\nPRETTY_NAME=\"D \\\"12\\\"\"\nVERSION_ID='12'\n",
        "Package: a\nArchitecture: amd64\nAuto-Installed: 1\n\nPackage: b\n",
        "a (>= 1:2.0-1~x) [amd64 !i386] <!nocheck> | b:any, c (<< 3),\n d",
    ]

    @Test(arguments: [1, 4, 9, 16] as [UInt64])
    func noAlteredTextStopsAParser(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var read = 0
        for _ in 0..<1500 {
            let index = Int.random(in: 0..<Self.documents.count, using: &random)
            let bytes = HostileBytes.altered(Array(Self.documents[index].utf8), &random)
            read += Self.parse(index, bytes)
        }
        #expect(read > 0)
    }

    /// What the parser of a document found in `bytes`, as a count.
    private static func parse(_ document: Int, _ bytes: [UInt8]) -> Int {
        let text = String(decoding: bytes, as: UTF8.self)
        switch document {
        case 0:
            let commands = AptHistory.parse(bytes).compactMap(\.command)
            return commands.map(CommandMask(accounts: ["a"]).apply).count
        case 1: return DpkgLog.parse(bytes).count
        case 2:
            var patterns: [String] = []
            AptConfiguration.apply(bytes, to: &patterns)
            return patterns.count
        case 3: return OperatingSystem.parse(bytes).count
        case 4: return (try? ExtendedStates.parse(bytes)) == nil ? 0 : 1  // an error is an answer
        default: return (try? RelationParser.parse(text)) == nil ? 0 : 1  // an error is an answer
        }
    }
}
