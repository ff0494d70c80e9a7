/// Tells drivers of others from those Windows brings.
enum PublishedDriver {
    /// Whether the INF file `inf` was published by an installation: Windows numbers those
    /// (`oem12.inf`), and its own keep their names.
    static func isThirdParty(_ inf: String) -> Bool {
        let name = inf.lowercased()
        guard name.hasPrefix("oem"), name.hasSuffix(".inf") else { return false }
        let number = name.dropFirst(3).dropLast(4)
        return !number.isEmpty && number.utf8.allSatisfy(ByteText.isDigit)
    }
}
