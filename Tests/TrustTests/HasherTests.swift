import Primitives
import Testing
import Trust

@Suite struct HasherTests {
    @Test func sha256OfAbcIsTheOneOfFIPS180() {
        #expect(
            SHA256Hasher.digest(of: Array("abc".utf8)).hex
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
    }

    @Test func aResultLeavesTheHasherAsNew() {
        var hasher = SHA256Hasher()
        hasher.update(Array("something else".utf8))
        _ = hasher.finalize()
        hasher.update(Array("ab".utf8))
        hasher.update(Array("xcx".utf8)[1...1])
        let digest = hasher.finalize()
        #expect(digest == SHA256Hasher.digest(of: Array("abc".utf8)))
        let empty = hasher.finalize()
        #expect(empty.hex.hasPrefix("e3b0c44298fc1c14"))
    }

    @Test func aSpanIsHashedLikeItsBytes() {
        let bytes = [UInt8](repeating: 7, count: 100_000)
        var hasher = SHA256Hasher()
        hasher.update(bytes.span)
        let digest = hasher.finalize()
        hasher.update(bytes.span.bytes)
        let raw = hasher.finalize()
        #expect(digest == SHA256Hasher.digest(of: bytes))
        #expect(raw == digest)
    }

    @Test func md5IsTheOneOfRFC1321() throws {
        #expect(
            try MD5Hasher.hex(of: Array("message digest".utf8))
                == "f96b697d7cb7938d525a2f31aaf161d0"
        )
        var hasher = try MD5Hasher.make()
        try hasher.update(Array("x".utf8))
        _ = try hasher.finalize()
        let empty = try hasher.finalize()
        #expect(empty == "d41d8cd98f00b204e9800998ecf8427e")
    }
}
