internal import Model
internal import Primitives

/// Reads which Windows a disk holds.
enum WindowsSystem {
    private static let current = "Microsoft\\Windows NT\\CurrentVersion"

    /// What the SOFTWARE hive says of the system; nil where it says nothing.
    static func read(
        _ hive: Hive,
        architecture: String?,
        _ faults: inout ReadingFaults
    ) -> Inventory.System? {
        let key = faults.attempt { () throws(InventoryError) in try hive.key(current) }
        guard let key else { return nil }
        func text(_ name: String) -> String? {
            faults.attempt { () throws(InventoryError) in try key.string(name) }
                .map(DisplayName.cleaned)
        }
        let build = text("CurrentBuildNumber") ?? text("CurrentBuild") ?? ""
        let revision = faults.attempt { () throws(InventoryError) in try key.number("UBR") }
        guard let product = text("ProductName") ?? (build.isEmpty ? nil : "Windows") else {
            return nil
        }
        let number = Int(build) ?? 0
        // Windows 11 still calls itself Windows 10 here; its builds start at 22000.
        let name = number >= 22_000 ? product.replacing("Windows 10", with: "Windows 11") : product
        let release = text("DisplayVersion") ?? text("ReleaseId") ?? text("CSDVersion")
        let full = revision.map { "\(build).\($0)" } ?? build
        let parts = [name, release ?? "", full.isEmpty ? "" : "(\(full))"]
        return Inventory.System(
            id: "windows",
            version: version(product: product, build: number),
            name: parts.filter { !$0.isEmpty }.joined(separator: " "),
            architecture: architecture ?? self.architecture(text("BuildLabEx") ?? "") ?? ""
        )
    }

    /// The number by which people call the version: `11`, `10`, `8.1`, `Server 2019`.
    static func version(product: String, build: Int) -> String {
        if let server = product.firstRange(of: "Server ") {
            return "Server \(product[server.upperBound...].prefix { $0.isNumber })"
        }
        switch build {
        case 22_000...: return "11"
        case 10_240...: return "10"
        case 9_600...: return "8.1"
        case 9_200...: return "8"
        case 7_600...: return "7"
        case 6_000...: return "Vista"
        case 2_600...: return "XP"
        default: return ""
        }
    }

    /// The architecture in Windows' own words for it, as this project writes it.
    static func architecture(_ text: String) -> String? {
        let text = text.lowercased()
        if text.contains("amd64") || text.contains("x64") { return "x64" }
        if text.contains("arm64") { return "arm64" }
        return text.contains("x86") ? "x86" : nil
    }

    /// Whether one version is later than another; a text that is no version is earlier than any.
    static func isLater(_ version: String, than other: String) -> Bool {
        // A text that is no version is the answer nil.
        guard let left = try? WindowsVersion(version) else { return false }
        guard let right = try? WindowsVersion(other) else { return true }
        return left > right
    }
}
