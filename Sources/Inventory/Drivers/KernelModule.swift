internal import Archive
internal import Platform
internal import Primitives

/// What a kernel module says of itself.
///
/// Formats: ELF ("System V ABI", object files), little-endian of 32 and 64 bits; the section `.modinfo`
/// of Linux, texts `key=value` each ended by a zero.
package struct KernelModule: Sendable, Equatable {
    package var version = ""
    package var summary: String?
    /// Whether it was built with the kernel it is for, and not beside it.
    package var isPartOfKernel = false

    /// The module in a file's bytes, compressed or not; nil where they hold none.
    package static func parse(_ bytes: [UInt8], name: String) -> KernelModule? {
        guard name.hasSuffix(".ko") else {
            guard
                // A module that cannot be unpacked says nothing of itself; it is reported all the same.
                let expanded = try? Decompression.expand(bytes, limit: ReadingLimits.kernelModule)
            else { return nil }
            return information(expanded).map(parse)
        }
        return information(bytes).map(parse)
    }

    /// The module at `path`; nil where the file is none or too large.
    static func read(_ path: RelativePath, in root: Directory) -> KernelModule? {
        // As above: what cannot be read says nothing.
        guard let bytes = try? root.read(path, limit: ReadingLimits.kernelModule) else {
            return nil
        }
        return parse(bytes, name: path.description)
    }

    private static func parse(_ information: ArraySlice<UInt8>) -> KernelModule {
        var module = KernelModule()
        for text in information.split(separator: 0).prefix(ReadingLimits.infTexts) {
            guard let equals = text.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let value = ByteText.string(text[(equals + 1)...].prefix(200))
            switch ByteText.string(text[..<equals]) {
            case "version": module.version = DisplayName.cleaned(value)
            case "description": module.summary = DisplayName.cleaned(value)
            case "intree": module.isPartOfKernel = value == "Y"
            default: continue
            }
        }
        return module
    }

    /// The section `.modinfo`, found by the table of sections.
    private static func information(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
        guard bytes.count >= 52, bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]), bytes[5] == 1 else {
            return nil
        }
        let isWide = bytes[4] == 2
        func number(_ place: Int, wide: Bool) -> Int? {
            guard place >= 0 else { return nil }
            return wide
                ? LittleEndian.uint64(bytes, place).flatMap { Int(exactly: $0) }
                : LittleEndian.uint32(bytes, place).map(Int.init)
        }
        func half(_ place: Int) -> Int { LittleEndian.uint16(bytes, place).map(Int.init) ?? 0 }
        let entry = half(isWide ? 0x3A : 0x2E)
        let count = half(isWide ? 0x3C : 0x30)
        let names = half(isWide ? 0x3E : 0x32)
        guard let table = number(isWide ? 0x28 : 0x20, wide: isWide), table <= bytes.count,
            entry >= (isWide ? 64 : 40), names < count, count * entry <= bytes.count - table
        else { return nil }
        /// Where the content of a section is.
        func content(_ index: Int) -> Range<Int>? {
            let place = table + index * entry
            guard let start = number(place + (isWide ? 0x18 : 0x10), wide: isWide),
                let size = number(place + (isWide ? 0x20 : 0x14), wide: isWide),
                start <= bytes.count, size <= bytes.count - start
            else { return nil }
            return start..<start + size
        }
        guard let texts = content(names) else { return nil }
        for index in 0..<count {
            guard let offset = number(table + index * entry, wide: false), offset < texts.count,
                LittleEndian.matches(bytes, texts.lowerBound + offset, ".modinfo\0")
            else { continue }
            return content(index).map { bytes[$0] }
        }
        return nil
    }
}
