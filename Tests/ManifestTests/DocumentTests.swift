import Manifest
import Model
import Primitives
import Testing

@Suite struct DocumentTests {
    @Test(arguments: Variant.all)
    func refusesABrokenDocument(_ variant: Variant) throws {
        #expect(variant.document != Variant(variant.kind, "never", "", .syntax).document)
        let found = errors(variant.kind, variant.document)
        #expect(found.contains { $0.code == variant.code }, "\(found)")
        #expect(found.allSatisfy { $0.document == "sample.json" && $0.path.hasPrefix("$") })
    }

    @Test(arguments: DocumentKind.allCases)
    func acceptsTheSampleOfEachKind(_ kind: DocumentKind) {
        #expect(errors(kind, Variant(kind, "never", "", .syntax).document).isEmpty)
    }

    @Test func writesASystemBaselineThatReadsBackEqual() throws {
        let read = try SystemDocument.decode(Samples.bytes(Samples.system), named: "a")
        let written = SystemDocument.encode(read)
        let again = try SystemDocument.decode(written, named: "b")
        #expect(SystemDocument.encode(again) == written)
        #expect(again.pathRules == read.pathRules && again.steps == read.steps)
        #expect(again.layer == read.layer && again.overridable == read.overridable)
        #expect(again.removalCap == 1000 && again.systemVersions == ["12"])
        #expect(again.basePackages == ["sudo"] && again.acceptedDrivers == ["e1000e"])
    }

    @Test func writesAnApplicationBaselineThatReadsBackEqual() throws {
        let read = try ApplicationDocument.decode(Samples.bytes(Samples.application), named: "a")
        let again = try ApplicationDocument.decode(ApplicationDocument.encode(read), named: "b")
        #expect(again.components == read.components)
        #expect(again.schoolYear == read.schoolYear && again.validity == read.validity)
        #expect(again.components.last?.buyer == .school)
        #expect(again.components.first?.identities.first?.version == .atLeast("4:22.12"))
    }

    @Test func writesTheOtherDocumentsSoThatTheyReadBackEqual() throws {
        let waiver = try WaiverDocument.decode(Samples.bytes(Samples.waiver), named: "a")
        #expect(try WaiverDocument.decode(WaiverDocument.encode(waiver), named: "b") == waiver)
        let declared = try DeclarationDocument.decode(
            Samples.bytes(Samples.declaration),
            named: "a"
        )
        let declaredAgain = try DeclarationDocument.decode(
            DeclarationDocument.encode(declared),
            named: "b"
        )
        #expect(declaredAgain == declared)
        let lock = try LockDocument.decode(Samples.bytes(Samples.lock), named: "a")
        #expect(try LockDocument.decode(LockDocument.encode(lock), named: "b") == lock)
        let anyVersion = LabelledLock(
            lock: SoftwareLock(packages: [
                .init(name: "CCleaner", version: "", architecture: "x64", isAutomatic: false)
            ]),
            label: "a"
        )
        #expect(
            try LockDocument.decode(LockDocument.encode(anyVersion), named: "b") == anyVersion
        )
        let hardware = try HardwareDocument.decode(Samples.bytes(Samples.hardware), named: "a")
        let hardwareAgain = try HardwareDocument.decode(
            HardwareDocument.encode(hardware),
            named: "b"
        )
        #expect(hardwareAgain == hardware)
    }

    @Test func findsAllProblemsOfADocumentInOneRun() {
        let broken = Samples.application
            .replacing(#""type": "libre""#, with: #""type": "x""#)
            .replacing(#""memoire": 2048"#, with: #""memoire": -1"#)
            .replacing(#""id": "bcdi""#, with: #""ident": "bcdi""#)
        let found = errors(.application, broken)
        #expect(
            Set(found.map(\.code)) == [
                .unknownValue, .outOfRange, .unknownMember, .missingMember,
            ]
        )
        #expect(found.contains { $0.path == "$.composants[0].licence.type" })
    }

    @Test func saysDocumentPathFoundAndExpected() throws {
        let found = errors(
            .system,
            Samples.system.replacing(#""delai": 60"#, with: #""delai": 9999"#)
        )
        let first = try #require(found.first)
        #expect(
            first.description
                == "sample.json: $.etapes[0].delai: found 9999, expected 1 to 3600"
        )
    }

    @Test func neverTrapsOnMutatedInput() {
        var state: UInt64 = 0x5EED
        for kind in DocumentKind.allCases {
            let original = Samples.bytes(Variant(kind, "never", "", .syntax).document)
            for _ in 0..<300 {
                var bytes = original
                for _ in 0..<3 {
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
                }
                _ = errors(kind, String(decoding: bytes, as: UTF8.self))
            }
        }
    }
}
