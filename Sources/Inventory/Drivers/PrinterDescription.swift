internal import Archive

/// What a PPD says of its printer and of the programs that print on it.
///
/// Format: "PostScript Printer Description File Format Specification" 4.3, and CUPS' extensions.
package struct PrinterDescription: Sendable, Equatable {
    package var manufacturer: String?
    package var modelName: String?
    package var nickName: String?
    package var version: String?
    /// The names of the filters it needs, in order.
    package var filters: [String] = []

    /// Reads a description; what is not looked at is passed over.
    package static func parse(_ bytes: [UInt8]) -> PrinterDescription {
        var result = PrinterDescription()
        for line in ByteText.lines(bytes[...]) where line.first == UInt8(ascii: "*") {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let value = quoted(line[(colon + 1)...])
            switch ByteText.string(ByteText.trimmed(line[..<colon])) {
            case "*Manufacturer": result.manufacturer = result.manufacturer ?? value
            case "*ModelName": result.modelName = result.modelName ?? value
            case "*NickName": result.nickName = result.nickName ?? value
            case "*FileVersion": result.version = result.version ?? value
            case "*cupsFilter", "*cupsFilter2":
                // type [type] cost program
                if let program = value?.split(separator: " ").last.map(String.init),
                    program != "-", !result.filters.contains(program), result.filters.count < 100
                {
                    result.filters.append(program)
                }
            default: continue
            }
        }
        return result
    }

    /// The description in the file at `path`, which may be compressed; nil where it is none.
    static func read(_ path: String, _ station: StationFiles) -> PrinterDescription? {
        guard path.hasSuffix(".ppd") || path.hasSuffix(".ppd.gz"),
            // A description that cannot be read names nothing: its file is still reported.
            var bytes = (try? station.content(path, limit: ReadingLimits.inf)) ?? nil
        else { return nil }
        if path.hasSuffix(".gz") {
            guard let expanded = try? Decompression.gunzip(bytes, limit: ReadingLimits.inf) else {
                return nil  // as above
            }
            bytes = expanded
        }
        return parse(bytes)
    }

    private static func quoted(_ value: ArraySlice<UInt8>) -> String? {
        let parts = value.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
        let text = parts.count > 1 ? parts[1] : ByteText.trimmed(value)
        let cleaned = DisplayName.cleaned(ByteText.string(text))
        return cleaned.isEmpty ? nil : String(cleaned.prefix(200))
    }
}
