/// Tells versions and architectures of Windows apart.
enum WindowsSystem {
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
}
