import Manifest
import Model
import Primitives
import Testing

/// Rules the schema can not say.
@Suite struct RulesTests {
    private func codes(_ kind: DocumentKind, _ text: String) -> [ManifestError.Code] {
        errors(kind, text).map(\.code)
    }

    @Test func refusesAValidityThatEndsBeforeItStarts() {
        let text = Samples.system.replacing("2027-12-31", with: "2026-01-31")
        #expect(codes(.system, text) == [.validityReversed])
    }

    @Test func refusesAListValidOutsideItsSchoolYear() {
        let text = Samples.application.replacing("2027-08-31", with: "2027-09-01")
        #expect(codes(.application, text) == [.validityOutsideYear])
    }

    @Test func refusesTwoRulesForOnePattern() {
        let text = Samples.system.replacing("/etc/passwd\", \"classe", with: "/home\", \"classe")
        #expect(codes(.system, text).contains(.duplicateRule))
    }

    @Test func refusesTheSameIdTwice() {
        let text = Samples.application.replacing(#""id": "bcdi""#, with: #""id": "kig""#)
        #expect(codes(.application, text) == [.duplicateID])
    }

    @Test func refusesOnePackageInTwoComponents() {
        let text = Samples.application.replacing(
            #""source": "windows", "nom": "BCDI*", "editeur": "C""#,
            with: #""source": "dpkg", "nom": "kig""#
        )
        #expect(codes(.application, text) == [.packageInTwoComponents])
    }

    @Test func refusesAnOverridablePathNoLayerWrites() {
        let text = Samples.system
            .replacing(#""/home""#, with: #""/var/log""#)
            .replacing(#"["/var/lib/dpkg""#, with: #"["/var/log/apt""#)
        #expect(codes(.system, text) == [.uselessRule])
    }

    @Test func refusesToMountDataWhereARestoreWrites() {
        let text = Samples.system.replacing(
            #""montage": "/home""#,
            with: #""montage": "/usr/share""#
        )
        #expect(codes(.system, text) == [.malformedValue])
    }

    @Test func refusesADiskWhoseDataDoNotComeLast() {
        let text = Samples.system
            .replacing(#"{"role": "racine", "au-moins": 9},"#, with: "")
            .replacing(
                #""montage": "/home"}],"#,
                with: #""montage": "/home"}, {"role": "racine", "au-moins": 9}],"#
            )
        #expect(codes(.system, text) == [.malformedValue])
    }

    @Test(arguments: [
        "/usr/*/sshd", "/usr/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu/libc.so.6",
        "/etc/*", "/usr/lib", "/etc/ssh/sshd_config", "/var/lib/socle/root.json", "/usr/*",
        "/usr/lib/*/libc.*",
    ])
    func keepsTheApplicationLayerAwayFrom(_ pattern: String) {
        let text = Samples.system.replacing("/var/lib/dpkg", with: pattern)
        #expect(codes(.system, text) == [.overridableProtected])
    }

    @Test func refusesAnUpstreamRuleWhereVersionsHaveNoRevision() {
        let text = Samples.declaration.replacing(
            #""org.kde.kig""#,
            with: #""org.kde.kig", "version": {"amont": "3"}"#
        )
        #expect(codes(.declaration, text) == [.uselessRule])
    }

    @Test func findsAPackageThatBothSidesOwn() throws {
        var system = try SystemDocument.decode(Samples.bytes(Samples.system), named: "s")
        let application = try ApplicationDocument.decode(
            Samples.bytes(Samples.application),
            named: "a"
        )
        #expect(Baseline.validate(system: system, application: application).isEmpty)
        system.basePackages.append("kig")
        let found = Baseline.validate(system: system, application: application)
        #expect(found.map(\.code) == [.packageOnBothSides])
        #expect(found.first?.path == "$.composants[0].identites[0]")
    }

    @Test("A2_13: a second list for a year is refused, and a revision is taken")
    func refusesASecondListForAYearButTakesARevision() throws {
        let first = try ApplicationDocument.decode(Samples.bytes(Samples.application), named: "a")
        var second = first
        #expect(Baseline.validate(lists: [first, second]).map(\.code) == [.twoListsForOneYear])
        second.revision = 2
        #expect(Baseline.validate(lists: [first, second]).isEmpty)
    }

    @Test func comparesTwoYears() throws {
        let old = try ApplicationDocument.decode(Samples.bytes(Samples.application), named: "a")
        var new = old
        new.schoolYear = SchoolYear(startingIn: 2027)
        let removed = new.components.removeLast()
        new.components[0].name = "Kig 5"
        var added = removed
        added.id = "nouveau"
        new.components.append(added)
        let difference = Baseline.compare(old, new)
        #expect(difference.added.map(\.id) == ["nouveau"])
        #expect(difference.removed.map(\.id) == ["bcdi"])
        #expect(difference.changed.map(\.after.name) == ["Kig 5"])
        #expect(Baseline.compare(old, old).isEmpty)
    }

    @Test func attachesALayerAndKeepsTheAuthorsNotes() throws {
        let text = Samples.system.replacing(
            #""edition""#,
            with: #""note": "Relu en juin", "edition""#
        )
        let digest = try Digest(hex: String(repeating: "cd", count: 32))
        let layer = LayerTarget(target: "systeme/base-2026.2", index: digest)
        let written = try LayerAttachment.attach(layer, to: Samples.bytes(text), named: "s")
        #expect(try SystemDocument.decode(written, named: "s").layer == layer)
        #expect(String(decoding: written, as: UTF8.self).contains("Relu en juin"))
    }
}
