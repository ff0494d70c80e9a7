import Foundation
import Manifest
import Model
import Primitives
import Testing

/// The documents the repository ships.
@Suite struct BaselinesTests {
    private static func read(
        _ year: String = "2026-2027"
    ) throws -> (SystemBaseline, ApplicationBaseline) {
        (
            try SystemDocument.decode(
                Samples.shipped("socle-systeme.json", year: year),
                named: "socle-systeme.json"
            ),
            try ApplicationDocument.decode(
                Samples.shipped("socle-applicatif.json", year: year),
                named: "socle-applicatif.json"
            )
        )
    }

    @Test(arguments: Samples.years) func areValidTogether(_ year: String) throws {
        let (system, application) = try Self.read(year)
        #expect(Baseline.validate(system: system, application: application).isEmpty)
        #expect(application.schoolYear.description == year)
        #expect(application.components.count >= 60)
        #expect(system.layer == nil && application.layer == nil)
        let hardware = try HardwareDocument.decode(
            Samples.shipped("annexe-1.json", year: year),
            named: "annexe-1.json"
        )
        #expect(!hardware.isEmpty)
    }

    @Test func differAsASchoolYearDoes() throws {
        let change = Baseline.compare(try Self.read("2025-2026").1, try Self.read().1)
        #expect(change.added.map(\.id).contains("gdevelop"))
        #expect(change.removed.map(\.id) == ["blockly-arduino", "bluegriffon", "planner"])
        #expect(change.changed.map(\.after.id).contains("musescore"))
    }

    @Test func readBackEqualAfterWriting() throws {
        let (system, application) = try Self.read()
        let again = try SystemDocument.decode(SystemDocument.encode(system), named: "s")
        #expect(again.pathRules == system.pathRules && again.steps == system.steps)
        let list = try ApplicationDocument.decode(
            ApplicationDocument.encode(application),
            named: "a"
        )
        #expect(list.components == application.components)
    }

    @Test(arguments: [
        ("home/u/devoir.odt", PathClass.preserve), ("etc/passwd", .merge),
        ("etc/passwd-", .volatile),
        ("etc/ssh/ssh_host_rsa_key", .preserve), ("etc/ssh/sshd_config", .exact),
        ("var/log/dpkg.log", .preserve), ("var/cache/apt/pkgcache.bin", .volatile),
        ("var/cache/fontconfig/x.cache-8", .generated), ("var/cache/debconf/config.dat", .exact),
        ("var/cache/debconf/config.dat-old", .volatile), ("var/lib/dpkg/status", .exact),
        ("var/lib/dpkg/status-old", .volatile), ("etc/ld.so.cache", .generated),
        ("boot/initrd.img-6.1.0-38-amd64", .generated), ("boot/vmlinuz-6.1.0-38-amd64", .exact),
        ("usr/lib/modules/6.1.0-38-amd64/modules.dep", .generated),
        ("usr/lib/modules/6.1.0-38-amd64/updates/dkms/x.ko", .exact),
        ("usr/lib/python3.11/json/__pycache__/x.pyc", .generated),
        ("usr/lib/python3.11/json/decoder.py", .exact), ("etc/localtime", .once),
        ("etc/cups/printers.conf", .preserve), ("etc/cups/cupsd.conf", .exact),
        ("usr/share/mime/mime.cache", .generated), ("usr/share/mime/packages/x.xml", .exact),
        ("usr/local/bin/jeu", .exact), ("opt/jeu", .exact), ("var/lib/socle/state", .preserve),
        ("tmp/x", .volatile), ("var/lib/systemd/random-seed", .volatile),
        ("etc/systemd/system/x.service", .exact), ("root/.bashrc", .preserve),
    ])
    func giveEachPathOfAStationItsClass(_ path: String, _ expected: PathClass) throws {
        let rules = PathRules(try Self.read().0.pathRules)
        #expect(rules.pathClass(of: try RelativePath(path)) == expected)
    }

    @Test(arguments: [
        "var/lib/dpkg/status", "etc/alternatives/x", "etc/pam.d/common-auth", "etc/shells",
        "var/cache/debconf/config.dat", "etc/ssl/private", "usr/share/mime/mime.cache",
        "var/lib/apt/extended_states", "etc/rc3.d/S01cups", "usr/lib/udev/hwdb.bin",
        "var/lib/ucf/hashfile", "usr/share/applications/mimeinfo.cache",
        "var/cache/man/fr/index.db",
    ])
    func letTheApplicationLayerReplaceWhatAptChanges(_ path: String) throws {
        let path = try RelativePath(path)
        #expect(try Self.read().0.overridable.contains { $0.covers(path) })
    }

    @Test(arguments: [
        "usr/sbin/sshd", "usr/lib/x86_64-linux-gnu/libc.so.6", "usr/bin/sudo", "etc/sudoers",
        "etc/ssh/sshd_config", "etc/apt/sources.list", "boot/vmlinuz-6.1.0-38-amd64",
        "etc/pam.d/sudo", "etc/ssl/certs/ca-certificates.crt", "usr/bin/dpkg",
    ])
    func keepTheApplicationLayerAwayFrom(_ path: String) throws {
        let path = try RelativePath(path)
        #expect(try !Self.read().0.overridable.contains { $0.covers(path) })
    }

    // MARK: - What the convention asks of every socle

    @Test("A1b_3: what people keep is of a class no restore writes", arguments: Samples.years)
    func keepsWhatPeopleKeep(_ year: String) throws {
        let rules = PathRules(try Self.read(year).0.pathRules)
        for path in ["home/u/x", "root/x", "srv/x", "var/mail/u"] {
            #expect(rules.pathClass(of: try RelativePath(path)) == .preserve, "\(path)")
        }
    }

    @Test("A4_6, B3_17, B5_1: no step makes an account or a mailbox", arguments: Samples.years)
    func makesNoAccount(_ year: String) throws {
        let (system, list) = try Self.read(year)
        let programs = ["useradd", "usermod", "adduser", "passwd", "newusers", "postfix", "exim"]
        for word in system.steps.flatMap(\.arguments) {
            #expect(!programs.contains { word.contains($0) }, "\(word)")
        }
        let rules = PathRules(system.pathRules)
        for file in ["etc/passwd", "etc/shadow", "etc/group"] {
            #expect(rules.pathClass(of: try RelativePath(file)) == .merge)
        }
        #expect(!list.components.contains { $0.id.contains("exim") || $0.id.contains("postfix") })
    }

    @Test("B3_3, B5_5: a list is libre or gratuit, or names its buyer", arguments: Samples.years)
    func namesBuyers(_ year: String) throws {
        let components = try Self.read(year).1.components
        for component in components {
            #expect((component.licenceKind == .paid) == (component.buyer != nil), "\(component.id)")
        }
        #expect(components.count { $0.licenceKind != .paid } > components.count * 9 / 10)
    }
}
