import COpenSSL

extension PublicKey {
    /// Whether `signature` over `message` was made with the private half of this key.
    ///
    /// A signature of any form is an answer, never an error: garbage does not verify.
    public func verifies(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        // Whatever OpenSSL notes about a bad signature must not be found by a later call.
        defer { OpenSSLQueue.clear() }
        guard let key = EVPKey.publicKey(der: information), let context = EVP_MD_CTX_new() else {
            return false
        }
        defer { EVP_MD_CTX_free(context) }
        var parameters: OpaquePointer?
        let hash = kind == .ed25519 ? nil : EVP_sha256()
        guard EVP_DigestVerifyInit(context, &parameters, hash, nil, key.handle) == 1 else {
            return false
        }
        if kind == .rsaPSS {
            guard EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1,
                // RSA_PSS_SALTLEN_AUTO: a signer chooses the salt's length, the padding tells it.
                EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, -2) == 1
            else { return false }
        }
        return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}
