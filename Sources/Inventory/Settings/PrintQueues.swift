package import Model

/// The queues of CUPS: which printers a station prints on, and with which driver.
///
/// Format: printers.conf(5). The names of queues, their places and addresses are not kept: people
/// write their own names in them.
package enum PrintQueues {
    private static let file = "etc/cups/printers.conf"

    /// The queues somebody made; those that cups-browsed makes and removes by itself are left out.
    static func read(_ station: StationFiles) throws(InventoryError) -> [StationSetting] {
        guard let bytes = try station.regular(file) else { return [] }
        return try parse(bytes) { (queue) throws(InventoryError) in
            // A name that is no file's has no description of its printer.
            guard !queue.contains("/"), !queue.hasPrefix(".") else { return nil }
            return try station.regular("etc/cups/ppd/\(queue).ppd").map(PrinterDescription.parse)
        }
    }

    /// Reads the file's bytes; `description` gives what a queue knows of its printer.
    package static func parse(
        _ bytes: [UInt8],
        description: (String) throws(InventoryError) -> PrinterDescription?
    ) throws(InventoryError) -> [StationSetting] {
        var settings: [StationSetting] = []
        var queue: (name: String, line: Int)?
        var model = ""
        var scheme = ""
        for (index, line) in ByteText.lines(bytes[...]).enumerated() {
            let text = ByteText.string(ByteText.trimmed(line))
            let words = text.split(separator: " ", maxSplits: 1).map(String.init)
            switch words.first {
            case "<Printer", "<DefaultPrinter":
                queue = (words.count > 1 ? String(words[1].dropLast()) : "", index + 1)
                (model, scheme) = ("", "")
            case "MakeModel": model = words.count > 1 ? words[1] : ""
            case "DeviceURI":
                scheme = words.count > 1 ? String(words[1].prefix { $0 != ":" }) : ""
            case "</Printer>", "</DefaultPrinter>":
                guard let (name, line) = queue, scheme != "implicitclass",
                    settings.count < ReadingLimits.settings
                else { continue }
                let known = try description(name)
                settings.append(
                    StationSetting(
                        .printQueue,
                        name: known?.nickName ?? model,
                        value: scheme,
                        evidence: Evidence(file: file, field: "line \(line)")
                    )
                )
                queue = nil
            default: continue
            }
        }
        return settings
    }
}
