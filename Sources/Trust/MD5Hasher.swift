import COpenSSL
import Primitives

/// A running MD5, for comparing files with dpkg's `md5sums` lists and nothing else.
///
/// MD5 proves nothing against a person who means harm; it only tells an accident. Nothing that
/// Socle signs or trusts rests on it.
@safe public struct MD5Hasher: ~Copyable {
    private let context: OpaquePointer

    private init(owning context: OpaquePointer) {
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Makes a hasher that has seen no byte.
    ///
    /// - Throws: ``TrustError`` where OpenSSL is set up without MD5 (FIPS mode).
    public static func make() throws(TrustError) -> MD5Hasher {
        OpenSSLQueue.clear()
        guard let context = EVP_MD_CTX_new() else {
            throw OpenSSLQueue.error(subject: "MD5", detail: "OpenSSL has no memory")
        }
        let hasher = MD5Hasher(owning: context)
        guard EVP_DigestInit_ex(context, EVP_md5(), nil) == 1 else {
            throw OpenSSLQueue.error(
                subject: "MD5",
                detail: "OpenSSL refuses MD5, which dpkg's lists need"
            )
        }
        return hasher
    }

    /// Adds `bytes`.
    ///
    /// - Throws: ``TrustError`` when OpenSSL fails.
    public mutating func update(_ bytes: [UInt8]) throws(TrustError) {
        let status = bytes.withUnsafeBytes {
            EVP_DigestUpdate(context, $0.baseAddress, $0.count)
        }
        try Self.check(status)
    }

    /// Adds the bytes of `slice`.
    ///
    /// - Throws: ``TrustError`` when OpenSSL fails.
    public mutating func update(_ slice: ArraySlice<UInt8>) throws(TrustError) {
        let status = slice.withUnsafeBytes {
            EVP_DigestUpdate(context, $0.baseAddress, $0.count)
        }
        try Self.check(status)
    }

    /// Adds the bytes `span` covers, without copying them.
    ///
    /// - Throws: ``TrustError`` when OpenSSL fails.
    public mutating func update(_ span: Span<UInt8>) throws(TrustError) {
        let status = span.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        try Self.check(status)
    }

    /// Adds the bytes `span` covers, without copying them.
    ///
    /// - Throws: ``TrustError`` when OpenSSL fails.
    public mutating func update(_ span: RawSpan) throws(TrustError) {
        let status = span.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        try Self.check(status)
    }

    /// The MD5 of everything added since the last result, as 32 hexadecimal digits; the hasher is
    /// then as new.
    ///
    /// - Throws: ``TrustError`` when OpenSSL fails.
    public mutating func finalize() throws(TrustError) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        OpenSSLQueue.clear()
        try Self.check(EVP_DigestFinal_ex(context, &bytes, nil))
        try Self.check(EVP_DigestInit_ex(context, EVP_md5(), nil))
        return Hexadecimal.encode(bytes)
    }

    /// The MD5 of `bytes`, as 32 hexadecimal digits.
    ///
    /// - Throws: ``TrustError`` where OpenSSL is set up without MD5.
    public static func hex(of bytes: [UInt8]) throws(TrustError) -> String {
        var hasher = try make()
        try hasher.update(bytes)
        return try hasher.finalize()
    }

    private static func check(_ status: Int32) throws(TrustError) {
        guard status == 1 else {
            throw OpenSSLQueue.error(subject: "MD5", detail: "OpenSSL cannot compute MD5")
        }
    }
}
