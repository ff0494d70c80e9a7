import Depot
import Platform
import Primitives
import TestSupport
import Testing
import Trust

/// The reference implementation of TUF (PyPI's `tuf`) reads our depots, and we read its.
@Suite(
    .scratch,
    .enabled(
        if: Host.environment("SOCLE_TUF_PYTHON") != nil,
        "set SOCLE_TUF_PYTHON to a python that has the PyPI packages tuf and securesystemslib[crypto]"
    )
)
struct InteroperationTests {
    let python = Host.environment("SOCLE_TUF_PYTHON") ?? "python3"

    static let reader = """
        import functools, http.server, sys, tempfile, threading
        from tuf.ngclient import Updater
        depot, *names = sys.argv[1:]
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=depot)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        updater = Updater(
            metadata_dir=tempfile.mkdtemp(dir="."), metadata_base_url=url + "/metadata/",
            target_base_url=url + "/targets/", target_dir=tempfile.mkdtemp(dir="."),
            bootstrap=open(depot + "/metadata/1.root.json", "rb").read())
        updater.refresh()
        for name in names:
            path = updater.download_target(updater.get_targetinfo(name))
            sys.stdout.buffer.write(open(path, "rb").read())
        """

    static let writer = """
        import datetime, hashlib, os
        from securesystemslib.signer import CryptoSigner
        from tuf.api.metadata import *
        os.makedirs("depot/metadata"); os.makedirs("depot/targets/dir")
        later = datetime.datetime(2036, 1, 1, tzinfo=datetime.timezone.utc)
        make = {"root": CryptoSigner.generate_ed25519, "timestamp": CryptoSigner.generate_ecdsa,
                "snapshot": CryptoSigner.generate_rsa, "targets": CryptoSigner.generate_ed25519}
        signers = {role: generate() for role, generate in make.items()}
        root = Root(expires=later, consistent_snapshot=True)
        for role, signer in signers.items(): root.add_key(signer.public_key, role)
        targets = Targets(expires=later)
        data = b"from the reference implementation"
        targets.targets["dir/file"] = TargetFile.from_data("dir/file", data, ["sha256", "sha512"])
        digest = hashlib.sha256(data).hexdigest()
        open(f"depot/targets/dir/{digest}.file", "wb").write(data)
        for role, signed in [("root", root), ("targets", targets),
                             ("snapshot", Snapshot(expires=later)),
                             ("timestamp", Timestamp(expires=later))]:
            metadata = Metadata(signed)
            metadata.sign(signers[role])
            prefix = "" if role == "timestamp" else "1."
            metadata.to_file(f"depot/metadata/{prefix}{role}.json")
        """

    @Test func theReferenceClientReadsADepotOfOurs() throws {
        let depot = try Fixture.published()
        let result = try runTool(
            [
                python, "-c", Self.reader, Scratch.current.path + "/depot",
                "systeme/base-2026.1.idx", "systeme/base-2026.1.tar.zst",
            ],
            in: Scratch.current.directory
        )
        #expect(result.succeeded, "\(result.errorText)")
        #expect(result.output == Fixture.index + Array("archive".utf8))
        _ = depot
    }

    @Test func weReadARepositoryOfTheReferenceImplementation() throws {
        let scratch = Scratch.current.directory
        let result = try runTool([python, "-c", Self.writer], in: scratch)
        #expect(result.succeeded, "\(result.errorText)")
        let directory = try scratch.openDirectory(try RelativePath("depot"))
        let root = try directory.read(try RelativePath("metadata/1.root.json"), limit: 1 << 20)
        var client = try DepotClient(
            transport: DirectoryTransport(directory),
            storage: TransientStorage(),
            start: MetadataUpdater.Start(
                pinnedRoot: root,
                system: SystemClock.now(),
                built: Instant(secondsSince1970: 0),
                policy: nil
            )
        )
        let bytes = try client.bytes(of: "dir/file")
        #expect(bytes.text == "from the reference implementation")
    }
}
