/// Bytes handed to C as a NUL-ended string, on the stack.
enum CPath {
    /// Calls `body` with `bytes` and a NUL behind them.
    @inline(__always)
    static func with<Bytes: Collection, Result>(
        _ bytes: Bytes,
        _ body: (UnsafePointer<CChar>) -> Result
    ) -> Result where Bytes.Element == UInt8 {
        let count = bytes.count
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count + 1) { buffer in
            _ = buffer.initialize(from: bytes)
            buffer.initializeElement(at: count, to: 0)
            return buffer.withMemoryRebound(to: CChar.self) { text in
                // A buffer of at least one element has a base address; the empty string stands in.
                text.baseAddress.map { body(UnsafePointer($0)) } ?? body("")
            }
        }
    }

    /// The text of a NUL-ended buffer.
    static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// `/proc/self/fd/N/name`, whose last component the `l…xattr` calls do not follow.
    static func inProcess(_ descriptor: Int32, _ name: some Collection<UInt8>) -> [UInt8] {
        Array("/proc/self/fd/\(descriptor)/".utf8)
            + (name.isEmpty ? [UInt8(ascii: ".")] : Array(name))
    }
}
