import Inventory
import TestSupport
import Testing

@Suite struct PathTableTests {
    @Test
    func keepsTheFirstNumberOfAHashWhileItGrows() {
        var table = PathTable(expecting: 4)
        for value in 1...10_000 as ClosedRange<UInt32> {
            let hash = UInt64(value) &* 0x9E37_79B9_7F4A_7C15
            table.insert(hash, value)
            table.insert(hash, 0)
        }
        #expect(table.count == 10_000)
        for value in 1...10_000 as ClosedRange<UInt32> {
            #expect(table[UInt64(value) &* 0x9E37_79B9_7F4A_7C15] == value)
        }
        #expect(table[12345] == nil)
    }

    @Test
    func differentPathsHaveDifferentHashes() {
        let hasher = PathHasher()
        var seen: Set<UInt64> = []
        var count = 0
        for length in 0...40 {
            for byte in [0, 1, 47, 97, 255] as [UInt8] {
                if length == 0, byte > 0 { continue }
                seen.insert(hasher.hash([UInt8](repeating: byte, count: length)))
                count += 1
            }
        }
        #expect(seen.count == count)
    }
}
