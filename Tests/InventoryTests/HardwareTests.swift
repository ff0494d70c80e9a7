import Inventory
import Model
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch) struct HardwareTests {
    @Test func isWhatTheKernelsFoldersBelowTheRootSay() throws {
        try Tree {
            RegularFile("proc/meminfo", "MemTotal:        4017208 kB\nMemFree: 1 kB\n")
            RegularFile("sys/class/drm/card0", "")
            RegularFile("sys/class/drm/renderD128", "")
        }.write(to: Scratch.current.directory)
        let hardware = try InventoryRoots.packages(Scratch.current.directory).hardware
        #expect(hardware.memory == 3923)
        #expect(hardware.hasGraphicsProcessor == true)
        #expect(try #require(hardware.disk) > 0)
        #expect(hardware.evidence.contains(Evidence(file: "proc/meminfo", field: "MemTotal")))
    }

    @Test func isUnknownOfADiskMountedElsewhere() throws {
        try Tree { Folder("proc") {} }.write(to: Scratch.current.directory)
        let hardware = try InventoryRoots.packages(Scratch.current.directory).hardware
        #expect(hardware.memory == nil)
        #expect(hardware.hasGraphicsProcessor == nil)
    }

    @Test func aMachineWithAFrameBufferAloneHasNoGraphicsProcessor() throws {
        try Tree { RegularFile("sys/class/drm/card0", "") }.write(to: Scratch.current.directory)
        let hardware = try InventoryRoots.packages(Scratch.current.directory).hardware
        #expect(hardware.hasGraphicsProcessor == false)
    }

    @Test func ofAnImportedInventoryIsItsMemoryAndItsLargestDisk() throws {
        let document = """
            {"action": "inventory", "deviceid": "p", "content": {"versionclient": "x",
             "hardware": {"name": "s121-pc04", "memory": 7800},
             "drives": [{"total": 476, "label": "x"}, {"total": 50268, "serial": "y"}],
             "softwares": [{"name": "cowsay", "version": "3", "from": "deb"}]}}
            """
        let inventory = try InventoryImport.read(
            [UInt8](document.utf8),
            named: "poste.json",
            now: InventoryRoots.now
        )
        #expect(inventory.hardware.memory == 7800)
        #expect(inventory.hardware.disk == 50268)
        #expect(inventory.hardware.evidence.first?.file == "poste.json")
    }
}
