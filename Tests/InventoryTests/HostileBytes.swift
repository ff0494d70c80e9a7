import TestSupport

/// Makes hostile documents of valid ones.
enum HostileBytes {
    /// `bytes` with up to eight changes: a byte altered, removed or doubled, or the end cut off.
    static func altered(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            guard !bytes.isEmpty else { return bytes }
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: index)
            case 2: bytes.removeLast(bytes.count - index)
            default: bytes.insert(bytes[index], at: index)
            }
        }
        return bytes
    }
}
