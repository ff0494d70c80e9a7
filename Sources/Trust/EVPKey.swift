import COpenSSL

/// Owns one OpenSSL key, public or private.
///
/// OpenSSL counts references with atomics and never changes a key by signing or verifying with it,
/// so that one may be used from several threads.
final class EVPKey: Sendable {
    /// Never reassigned, and only read by OpenSSL after the initialiser.
    nonisolated(unsafe) let handle: OpaquePointer

    init(owning handle: OpaquePointer) {
        self.handle = handle
    }

    deinit { EVP_PKEY_free(handle) }

    /// Reads a SubjectPublicKeyInfo, which must fill `der` exactly.
    static func publicKey(der: [UInt8]) -> EVPKey? {
        der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            guard let handle = d2i_PUBKEY(nil, &cursor, buffer.count) else { return nil }
            let key = EVPKey(owning: handle)
            return cursor == buffer.baseAddress.map { $0 + buffer.count } ? key : nil
        }
    }

    /// Reads a public key in PEM (`BEGIN PUBLIC KEY`).
    static func publicKey(pem: [UInt8]) -> EVPKey? {
        guard let source = MemoryBIO(reading: pem) else { return nil }
        return PEM_read_bio_PUBKEY(source.handle, nil, nil, nil).map { EVPKey(owning: $0) }
    }

    /// The public half as a DER SubjectPublicKeyInfo, as OpenSSL encodes it.
    func publicInformation() -> [UInt8]? {
        let length = i2d_PUBKEY(handle, nil)
        guard length > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(length))
        let written = bytes.withUnsafeMutableBufferPointer { buffer in
            var cursor = buffer.baseAddress
            return i2d_PUBKEY(handle, &cursor)
        }
        return written == length ? bytes : nil
    }

    /// Whether OpenSSL names the kind of key so, such as `ED25519`.
    func isA(_ name: String) -> Bool {
        EVP_PKEY_is_a(handle, name) == 1
    }
}

/// Owns a BIO over memory.
final class MemoryBIO {
    let handle: OpaquePointer
    private let bytes: UnsafeMutableRawBufferPointer

    /// A source that reads a copy of `source`.
    init?(reading source: [UInt8]) {
        guard let length = Int32(exactly: source.count) else { return nil }
        bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(1, source.count),
            alignment: 1
        )
        bytes.copyBytes(from: source)
        guard let handle = BIO_new_mem_buf(bytes.baseAddress, length) else {
            bytes.deallocate()
            return nil
        }
        self.handle = handle
    }

    /// An empty sink.
    init?() {
        guard let handle = BIO_new(BIO_s_mem()) else { return nil }
        self.handle = handle
        bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
    }

    deinit {
        BIO_free(handle)
        OPENSSL_cleanse(bytes.baseAddress, bytes.count)
        bytes.deallocate()
    }

    /// What was written to a sink.
    func contents() -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = BIO_read(handle, &buffer, Int32(buffer.count))
            guard count > 0 else { return result }
            result += buffer.prefix(Int(count))
        }
    }
}
