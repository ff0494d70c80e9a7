internal import CPlatform

/// Bytes nobody can guess, from the kernel.
public enum RandomBytes {
    /// Makes `count` bytes with `getrandom`.
    public static func make(_ count: Int) throws(PlatformError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(0, count))
        let result = bytes.withUnsafeMutableBytes { cplatform_random($0.baseAddress, $0.count) }
        try check(result, "getrandom", "")
        return bytes
    }
}
