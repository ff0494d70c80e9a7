import Inventory
import Model
import Platform
import Primitives
import TestSupport
import Testing

/// Drivers that makers' installers and people put on a station.
@Suite(.scratch) struct LinuxDriversTests {
    private func drivers(_ parts: [any TreePart]) throws -> [InventoryItem] {
        try Tree {
            RegularFile("var/lib/dpkg/status", InventoryRoots.record("base"))
            RegularFile(
                "var/lib/dpkg/info/base.list",
                [
                    "/.", "/etc", "/usr", "/usr/bin", "/usr/lib", "/usr/lib/modules",
                    "/usr/lib/modules/6.1", "/usr/lib/cups", "/usr/lib/cups/filter",
                    "/usr/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu/sane",
                    "/usr/lib/udev", "/usr/lib/udev/rules.d",
                    "/usr/lib/udev/rules.d/60-scanner.rules", "/usr/share", "/usr/share/hplip",
                    "/usr/share/hplip/scan", "/usr/src",
                ].joined(separator: "\n") + "\n"
            )
            RegularFile("usr/lib/udev/rules.d/60-scanner.rules", "x")
            for part in parts { part }
        }.write(to: Scratch.current.directory)
        return try InventoryRoots.everything().items.filter { $0.source != .dpkg }
    }

    /// An ELF file with nothing but a section `.modinfo`.
    private func module(_ texts: [String], isWide: Bool = true) -> [UInt8] {
        let information = texts.flatMap { (text: String) -> [UInt8] in Array(text.utf8) + [0] }
        let names = Array("\0.modinfo\0.shstrtab\0".utf8)
        let header = isWide ? 64 : 52
        let entry = isWide ? 64 : 40
        func number(_ value: Int, _ size: Int) -> [UInt8] {
            (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let word = isWide ? 8 : 4
        let table = header + information.count + names.count
        var bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, isWide ? 2 : 1, 1, 1]
        bytes += [UInt8](repeating: 0, count: (isWide ? 0x28 : 0x20) - bytes.count)
        bytes += number(table, word)
        bytes += [UInt8](repeating: 0, count: (isWide ? 0x3A : 0x2E) - bytes.count)
        bytes += number(entry, 2) + number(3, 2) + number(2, 2)
        bytes += information + names
        for (name, start, size) in [
            (0, 0, 0), (1, header, information.count),
            (10, header + information.count, names.count),
        ] {
            var section = number(name, 4) + [UInt8](repeating: 0, count: entry - 4)
            let place = isWide ? 0x18 : 0x10
            section.replaceSubrange(place..<place + word, with: number(start, word))
            section.replaceSubrange(place + word..<place + 2 * word, with: number(size, word))
            bytes += section
        }
        return bytes
    }

    @Test(arguments: [true, false])
    func aModuleSaysItsVersionAndWhetherItIsOfTheKernel(isWide: Bool) throws {
        let own = module(["license=GPL", "version=2.11", "description=Wi-Fi"], isWide: isWide)
        #expect(KernelModule.parse(own, name: "a.ko")?.version == "2.11")
        #expect(KernelModule.parse(own, name: "a.ko")?.summary == "Wi-Fi")
        #expect(KernelModule.parse(own, name: "a.ko")?.isPartOfKernel == false)
        let kernels = module(["intree=Y"], isWide: isWide)
        #expect(KernelModule.parse(kernels, name: "a.ko")?.isPartOfKernel == true)
        for end in 0..<own.count {
            _ = KernelModule.parse(Array(own[..<end]), name: "a.ko")
        }
    }

    @Test(arguments: [(["xz"], "xz"), (["zstd", "--rm"], "zst"), (["gzip"], "gz")])
    func aCompressedModuleIsRead(program: [String], suffix: String) throws {
        let path = "usr/lib/modules/6.1/extra/wifi.ko"
        let folder = Scratch.current
        try Tree { RegularFile(path, bytes: module(["version=3.0"])) }.write(to: folder.directory)
        try runTool(program + ["-q", "\(folder.path)/\(path)"]).requireSuccess(suffix)
        let found = try drivers([RegularFile("usr/lib/modules/6.1/modules.dep", "x")])
            .filter { $0.paths.first?.description == "\(path).\(suffix)" }
        #expect(found.map { "\($0.name) \($0.version)" } == ["wifi 3.0"])
        #expect(found.first?.evidence.field.hasSuffix("; no intree") == true)
    }

    @Test func aPrintersDescriptionAndItsFilterAreOneDriver() throws {
        let items = try drivers([
            RegularFile("usr/lib/cups/filter/rastertoexemple", "x", mode: 0o755),
            RegularFile(
                "usr/share/ppd/Exemple/laser.ppd",
                """
                *PPD-Adobe: "4.3"
                *Manufacturer: "Exemple"
                *ModelName: "Exemple Laser 100"
                *NickName: "Exemple Laser 100, 1.4"
                *FileVersion: "1.4"
                *cupsFilter: "application/vnd.cups-raster 50 rastertoexemple"
                """
            ),
        ])
        #expect(
            items.map { "\($0.name) \($0.version) \($0.source)" } == [
                "Exemple Laser 100 1.4 driver"
            ]
        )
        #expect(items.first?.paths.count == 2)
    }

    @Test func whatNvidiasInstallerSpreadIsOneDriver() throws {
        let items = try drivers([
            RegularFile("usr/bin/nvidia-smi", "x", mode: 0o755),
            RegularFile("usr/bin/nvidia-uninstall", "x", mode: 0o755),
            RegularFile("usr/lib/x86_64-linux-gnu/libcuda.so.550.54.14", "x"),
            RegularFile("usr/lib/x86_64-linux-gnu/vdpau/libvdpau_nvidia.so.1", "x"),
            RegularFile("usr/lib/modules/6.1/kernel/drivers/video/nvidia.ko", "x"),
            RegularFile(
                "var/lib/nvidia/log",
                "550.54.14\nNVIDIA Accelerated Graphics Driver\n1: /usr/bin/nvidia-smi\n123\n"
                    + "1: /usr/bin/nvidia-uninstall\n5\n"
                    + "1: /usr/lib/x86_64-linux-gnu/vdpau/libvdpau_nvidia.so.1\n5\n100: /usr/lib/libGL.so\n1 0755 0 0\n"
            ),
            RegularFile("usr/bin/autre", "x", mode: 0o755),
        ])
        #expect(items.map(\.name).sorted() == ["NVIDIA", "autre"])
        let driver = try #require(items.first { $0.name == "NVIDIA" })
        #expect(driver.version == "550.54.14")
        #expect(driver.kind == .driver)
    }

    @Test func displayLinkAndItsModuleAreOneDriver() throws {
        let items = try drivers([
            RegularFile("opt/displaylink/DisplayLinkManager", "x", mode: 0o755),
            RegularFile("usr/lib/modules/6.1/updates/dkms/evdi.ko", "x"),
            RegularFile("var/lib/dkms/evdi/1.14.1/6.1/x86_64/module/evdi.ko", "x"),
        ])
        #expect(items.map { "\($0.name) \($0.version)" } == ["DisplayLink 1.14.1"])
        #expect(items.first?.source == .driver)
    }

    @Test func hpsPluginIsOneDriverWithItsVersion() throws {
        let items = try drivers([
            RegularFile("usr/share/hplip/scan/plugins/bb_soap.so", "x"),
            RegularFile("usr/share/hplip/prnt/plugins/hbpl1.so", "x"),
            RegularFile("var/lib/hp/hplip.state", "[plugin]\ninstalled = 1\nversion = 3.22.10\n"),
        ])
        #expect(items.map { "\($0.name) \($0.version)" } == ["HPLIP plugin 3.22.10"])
    }

    @Test func aScannersBackendHasTheNameOfItsBackend() throws {
        let items = try drivers([
            RegularFile("usr/lib/x86_64-linux-gnu/sane/libsane-exemple.so.1.0.7", "x")
        ])
        #expect(items.map(\.name) == ["libsane-exemple"])
        #expect(items.first?.kind == .driver)
    }

    @Test func aRuleBeforeThatOfAPackageSaysSo() throws {
        let items = try drivers([
            Symlink("etc/udev/rules.d/60-scanner.rules", to: "/dev/null"),
            RegularFile("etc/udev/rules.d/99-autre.rules", "x"),
        ])
        #expect(
            items.map { $0.evidence.field.contains("before usr/lib/udev/rules.d/60-scanner.rules") }
                == [true, false]
        )
    }

    @Test func aCommandBehindAnAlternativeBelongsToItsProgram() throws {
        let items = try drivers([
            RegularFile("opt/jeu/bin/jeu", "x", mode: 0o755),
            Symlink("usr/bin/jeu", to: "/etc/alternatives/jeu"),
            Symlink("etc/alternatives/jeu", to: "/opt/jeu/bin/jeu"),
        ])
        #expect(items.map(\.name) == ["jeu"])
        #expect(items.first?.paths.map(\.description) == ["opt/jeu", "usr/bin/jeu"])
    }
}
