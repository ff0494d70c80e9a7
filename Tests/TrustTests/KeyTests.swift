import Foundation
import Platform
import Primitives
import TestSupport
import Testing
import Trust

@Suite struct KeyTests {
    /// RFC 8032, clause 7.1: secret, public, message, signature.
    static let vectors: [[String]] = [
        [
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ],
        [
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ],
        [
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ],
    ]

    @Test(arguments: vectors)
    func signaturesAreThoseOfRFC8032(_ vector: [String]) throws {
        let parts = try vector.map { try #require(Hexadecimal.decode($0)) }
        let key = try SigningKey.load(seed: parts[0])
        #expect(key.publicKey.ed25519Bytes == parts[1])
        #expect(try key.sign(parts[2]) == parts[3])
        #expect(key.publicKey.verifies(parts[3], over: parts[2]))
        #expect(!key.publicKey.verifies(parts[3], over: parts[2] + [0]))
        #expect(!key.publicKey.verifies(Array(parts[3].dropLast()), over: parts[2]))
        #expect(!key.publicKey.verifies([], over: parts[2]))
    }

    @Test func aKeySurvivesPEMWithAndWithoutPassphrase() throws {
        let key = try SigningKey.generate()
        #expect(try SigningKey.load(pem: try key.pem()).publicKey == key.publicKey)
        let secret = Array("correct horse é".utf8)
        let sealed = try key.pem(passphrase: secret)
        #expect(String(decoding: sealed, as: UTF8.self).contains("ENCRYPTED PRIVATE KEY"))
        #expect(try SigningKey.load(pem: sealed, passphrase: secret).publicKey == key.publicKey)
    }

    @Test func aWrongOrMissingPassphraseIsRefusedWithoutAsking() throws {
        let sealed = try SigningKey.generate().pem(passphrase: Array("right".utf8))
        for passphrase in [nil, Array("wrong".utf8), []] as [[UInt8]?] {
            #expect(
                code { () throws(TrustError) in
                    try SigningKey.load(pem: sealed, passphrase: passphrase)
                } == .badKey
            )
        }
    }

    @Test(arguments: ["", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
    func whatIsNoKeyIsRefused(_ text: String) {
        #expect(
            code { () throws(TrustError) in try SigningKey.load(pem: Array(text.utf8)) } == .badKey
        )
    }

    @Test func thePublicPEMRoundTrips() throws {
        let key = try SigningKey.generate().publicKey
        #expect(try PublicKey(pem: key.pem) == key)
    }

    @Test func theKeyIdIsTheDigestOfTheCanonicalKeyObject() throws {
        let key = try PublicKey(ed25519: [UInt8](repeating: 7, count: 32))
        let text =
            #"{"keytype":"ed25519","keyval":{"public":""# + String(repeating: "07", count: 32)
            + #""},"scheme":"ed25519"}"#
        #expect(key.keyID.text == SHA256Hasher.digest(of: Array(text.utf8)).hex)
    }

    // MARK: Against the openssl program

    @Test(.enabled(if: Tool.exists("openssl"), "needs the openssl program"), .scratch)
    func opensslAcceptsOurSignatureAndReadsOurKeys() throws {
        let folder = Scratch.current.directory
        let key = try SigningKey.generate()
        let message = Array("signed by Socle".utf8)
        let files: [(String, [UInt8])] = [
            ("key.pem", try key.pem()), ("sealed.pem", try key.pem(passphrase: Array("pw".utf8))),
            ("public.pem", key.publicKey.pem), ("message", message),
            ("signature", try key.sign(message)),
        ]
        for (name, bytes) in files {
            try folder.write(bytes, atomicallyTo: try RelativePath(name), permissions: 0o600)
        }
        let verify = try runTool(
            [
                "openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "public.pem",
                "-in", "message", "-sigfile", "signature",
            ],
            in: folder
        )
        #expect(verify.succeeded)
        for arguments in [["-in", "key.pem"], ["-in", "sealed.pem", "-passin", "pass:pw"]] {
            let read = try runTool(["openssl", "pkey", "-pubout"] + arguments, in: folder)
            #expect(read.output == key.publicKey.pem)
        }
    }

    @Test(
        .enabled(if: Tool.exists("signify-openbsd"), "needs the signify-openbsd program"),
        .scratch
    )
    func signifyAcceptsOurSignature() throws {
        let folder = Scratch.current.directory
        let key = try SigningKey.generate()
        let message = Array("signed by Socle".utf8)
        // signify(1): two letters for the algorithm and eight bytes of key number come first.
        let head = Array("Ed".utf8) + [1, 2, 3, 4, 5, 6, 7, 8]
        func file(_ bytes: [UInt8]) -> [UInt8] {
            Array("untrusted comment: none\n\(Data(head + bytes).base64EncodedString())\n".utf8)
        }
        for (name, bytes) in [
            ("message", message), ("other", message + [0]),
            ("key.pub", file(try #require(key.publicKey.ed25519Bytes))),
            ("signature", file(try key.sign(message))),
        ] {
            try folder.write(bytes, atomicallyTo: try RelativePath(name), permissions: 0o600)
        }
        for (name, isGood) in [("message", true), ("other", false)] {
            let arguments = ["signify-openbsd", "-V", "-q", "-p", "key.pub", "-x", "signature"]
            let verified = try runTool(arguments + ["-m", name], in: folder)
            #expect(verified.succeeded == isGood, "\(name): \(verified.errorText)")
        }
    }

    @Test(
        .enabled(if: Tool.exists("openssl"), "needs the openssl program"),
        .scratch,
        arguments: [
            ("EC", ["-pkeyopt", "ec_paramgen_curve:P-256"], PublicKey.Kind.ecdsaP256),
            ("RSA", ["-pkeyopt", "rsa_keygen_bits:2048"], .rsaPSS),
        ]
    )
    func weVerifyWhatOpensslSignsWithOtherKinds(
        _ algorithm: String,
        _ options: [String],
        _ kind: PublicKey.Kind
    ) throws {
        let folder = Scratch.current.directory
        let message = Array("signed by another".utf8)
        try folder.write(message, atomicallyTo: try RelativePath("m"), permissions: 0o600)
        try runTool(
            ["openssl", "genpkey", "-algorithm", algorithm, "-out", "k"] + options,
            in: folder
        )
        try runTool(["openssl", "pkey", "-in", "k", "-pubout", "-out", "p"], in: folder)
        let padding =
            kind == .rsaPSS
            ? ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:-1"] : []
        try runTool(
            ["openssl", "dgst", "-sha256", "-sign", "k", "-out", "s"] + padding + ["m"],
            in: folder
        )
        let key = try PublicKey(pem: try folder.read(try RelativePath("p"), limit: 4096))
        let signature = try folder.read(try RelativePath("s"), limit: 4096)
        #expect(key.kind == kind)
        #expect(key.verifies(signature, over: message))
        #expect(!key.verifies(signature, over: message + [1]))
        #expect(!key.verifies(Array(signature.reversed()), over: message))
        let spaced = String(decoding: key.pem, as: UTF8.self) + "\n\n"
        #expect(try PublicKey(pem: Array(spaced.utf8)) == key)
    }

    func code(_ body: () throws(TrustError) -> SigningKey) -> TrustError.Code? {
        do {
            _ = try body()
            return nil
        } catch {
            return error.code
        }
    }
}
