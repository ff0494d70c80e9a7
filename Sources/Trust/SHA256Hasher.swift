import COpenSSL
public import Primitives

/// A running SHA-256, one per worker: made once, fed any number of times, reset by each result.
///
/// No call throws. OpenSSL refuses SHA-256 only when the process is out of memory or its
/// installation is broken; there the program stops, as Swift does itself on a failed allocation,
/// because going on with a digest that was not computed would be worse.
@safe public struct SHA256Hasher: ~Copyable {
    private let algorithm: OpaquePointer
    private let context: OpaquePointer

    /// Makes a hasher that has seen no byte.
    public init() {
        guard let algorithm = EVP_MD_fetch(nil, "SHA256", nil), let context = EVP_MD_CTX_new(),
            EVP_DigestInit_ex2(context, algorithm, nil) == 1
        else { Self.stop("start") }
        self.algorithm = algorithm
        self.context = context
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(algorithm)
    }

    /// Adds `bytes`.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { add($0) }
    }

    /// Adds the bytes of `slice`.
    public mutating func update(_ slice: ArraySlice<UInt8>) {
        slice.withUnsafeBytes { add($0) }
    }

    /// Adds the bytes `span` covers, without copying them.
    public mutating func update(_ span: Span<UInt8>) {
        span.withUnsafeBytes { add($0) }
    }

    /// Adds the bytes `span` covers, without copying them.
    public mutating func update(_ span: RawSpan) {
        span.withUnsafeBytes { add($0) }
    }

    /// The digest of everything added since the last result; the hasher is then as new.
    public mutating func finalize() -> Digest {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        let status = withUnsafeMutableBytes(of: &words) { buffer in
            EVP_DigestFinal_ex(
                context,
                buffer.baseAddress?.assumingMemoryBound(to: UInt8.self),
                nil
            )
        }
        guard status == 1, EVP_DigestInit_ex2(context, nil, nil) == 1 else { Self.stop("finish") }
        return Digest(
            words: (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
        )
    }

    /// The digest of `bytes`.
    public static func digest(of bytes: [UInt8]) -> Digest {
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        return hasher.finalize()
    }

    private func add(_ buffer: UnsafeRawBufferPointer) {
        guard EVP_DigestUpdate(context, buffer.baseAddress, buffer.count) == 1 else {
            Self.stop("continue")
        }
    }

    private static func stop(_ verb: String) -> Never {
        fatalError("OpenSSL cannot \(verb) SHA-256: \(OpenSSLQueue.drain() ?? "no reason given")")
    }
}
