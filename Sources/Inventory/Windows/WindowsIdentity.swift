public import Platform

/// Which machine a Windows disk is of.
public struct WindowsIdentity: Sendable {
    /// The name of the computer; empty where the registry does not say.
    public let name: String
    /// What tells this machine from others: made for a pseudonym, and never shown.
    public let machine: String

    /// What the SYSTEM hive below `root` says; nil where the root holds no Windows.
    ///
    /// A hive that cannot be read leaves both texts empty: the inventory says why.
    public static func read(root: Directory) -> WindowsIdentity? {
        // What cannot be looked at is said by the inventory.
        guard let station = try? WindowsRoot.find(root) else { return nil }
        var faults = ReadingFaults()
        return faults.attempt { () throws(InventoryError) in
            guard let hive = try HiveFile.open("Windows/System32/config/SYSTEM", in: station) else {
                return nil
            }
            let names = "\(try ControlSet.path(hive))\\Control\\ComputerName\\ComputerName"
            let name = try hive.key(names)?.string("ComputerName") ?? ""
            // The identifier of the hardware; computers cloned from one disk share all others.
            let hardware = try hive.key("HardwareConfig")?.string("LastConfig") ?? ""
            return WindowsIdentity(
                name: DisplayName.cleaned(name),
                machine: "\(hardware) \(name)"
            )
        } ?? WindowsIdentity(name: "", machine: "")
    }
}
