import Archive
import TestSupport
import Testing

@Suite struct ZstandardTests {
    @Test(arguments: [1, 511, 100_000, 5_000_000])
    func aFrameDecodesToWhatWasEncoded(count: Int) throws {
        var random = SplitMix64(seed: UInt64(count))
        let bytes = random.bytes(count / 2) + [UInt8](repeating: 7, count: count - count / 2)
        let frame = try Zstandard.compress(bytes, level: 3)
        #expect(try Zstandard.decompress(frame.span, decodedLength: count) == bytes)
    }

    @Test func theSameBytesGiveTheSameFrame() throws {
        let bytes = Array("what is said twice is said once".utf8)
        #expect(try Zstandard.compress(bytes, level: 3) == Zstandard.compress(bytes, level: 3))
    }

    @Test(arguments: [-1, 1])
    func refusesAFrameOfAnotherLengthThanPromised(difference: Int) throws {
        let frame = try Zstandard.compress([UInt8](repeating: 1, count: 9000), level: 3)
        let error = #expect(throws: ArchiveError.self) {
            try Zstandard.decompress(frame.span, decodedLength: 9000 + difference)
        }
        #expect(error?.code == .lengthMismatch)
    }

    @Test func neverUnfoldsTwice() throws {
        let inner = try Zstandard.compress([UInt8](repeating: 1, count: 9000), level: 3)
        let outer = try Zstandard.compress(inner, level: 3)
        #expect(try Zstandard.decompress(outer.span, decodedLength: inner.count) == inner)
    }

    @Test func refusesWhatIsNoFrame() {
        let error = #expect(throws: ArchiveError.self) {
            try Zstandard.decompress(Array("not compressed".utf8).span, decodedLength: 14)
        }
        #expect(error?.code == .frameMalformed)
    }

    @Test func refusesATruncatedFrame() throws {
        var random = SplitMix64(seed: 4)
        let frame = try Zstandard.compress(random.bytes(4000), level: 3)
        #expect(throws: ArchiveError.self) {
            try Zstandard.decompress(Array(frame.dropLast(9)).span, decodedLength: 4000)
        }
    }
}
