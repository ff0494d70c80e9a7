import Foundation
import Model
import Primitives
import Report
import TestSupport
import Testing

/// An independent validator reads what we publish with the schemas we publish.
@Suite struct SchemaTests {
    static let hasValidator =
        (try? run("import jsonschema; jsonschema.Draft202012Validator", [], "")) == ""

    @Test(.enabled(if: hasValidator, "needs python3 with the PyPI package jsonschema"))
    func acceptWhatWeWrite() throws {
        let scan = try Samples.scan(findings: [
            Samples.minetest(),
            Finding(
                .foreignFile,
                subject: "x",
                paths: Samples.plan().changes.map(\.path),
                evidence: []
            ),
        ])
        let documents: [(String, JSONValue)] = [
            ("scan", ScanDocument.json(scan)),
            (
                "scan",
                ScanDocument.json(
                    scan,
                    decision: try Samples.decision(),
                    journal: JournalHead(digest: try Samples.digest(4), length: 12)
                )
            ),
            ("inventory", InventoryDocument.json(try Samples.inventory())),
            ("plan", PlanDocument.json(try Samples.plan())),
        ]
        for (name, document) in documents {
            let schema = Samples.repository.appending(path: "Baselines/schema/\(name).schema.json")
            let text = JSONWriter.compact(document)
            #expect(try Self.run(Self.script, [schema.path], text) == "", "\(name)")
            let broken = text.replacing(#""format":1"#, with: #""format":2"#)
            #expect(try Self.run(Self.script, [schema.path], broken) != "")
        }
    }

    @Test(
        "B3_11: the inventory is given on in the form the others read",
        .enabled(
            if: hasValidator && SharedData.isPresent,
            "needs python3 with the PyPI package jsonschema, and the test data in ../shared/data"
        )
    )
    func glpisOwnSchemaAcceptsOurExport() throws {
        let schema = SharedData.root + "/data/glpi-json/inventory.schema.json"
        let document = GLPIExport.json(
            try Samples.inventory(),
            deviceID: "socle-1",
            station: "s121-pc04",
            toolVersion: "1.0"
        )
        let text = JSONWriter.compact(document)
        #expect(try Self.run(Self.oldScript, [schema], text) == "")
        let broken = text.replacing("\"name\":\"tuxmath\"", with: "\"title\":\"tuxmath\"")
        #expect(try Self.run(Self.oldScript, [schema], broken) != "")
    }

    static let hasCycloneDX =
        (try? run("import cyclonedx.validation.json, jsonschema", [], "")) == ""

    @Test(
        .enabled(if: hasCycloneDX, "needs the PyPI package cyclonedx-python-lib[json-validation]")
    )
    func cycloneDXsOwnSchemaAcceptsOurExport() throws {
        let document = CycloneDXExport.json(try Samples.inventory(), toolVersion: "1.0")
        let text = JSONWriter.compact(document)
        #expect(try Self.run(Self.bomScript, [], text) == "None")
        let broken = text.replacing(#""type":"application""#, with: #""type":"jeu""#)
        #expect(try Self.run(Self.bomScript, [], broken) != "None")
    }

    private static let oldScript = """
        import json, sys
        from jsonschema import Draft7Validator as V
        schema = json.load(open(sys.argv[1]))
        for error in V(schema).iter_errors(json.load(sys.stdin)):
            print(error.message)
        """

    private static let bomScript = """
        import sys
        from cyclonedx.schema import SchemaVersion
        from cyclonedx.validation.json import JsonStrictValidator
        print(JsonStrictValidator(SchemaVersion.V1_5).validate_str(sys.stdin.read()), end="")
        """

    private static let script = """
        import json, sys
        from jsonschema import Draft202012Validator as V
        schema = json.load(open(sys.argv[1]))
        V.check_schema(schema)
        for error in V(schema).iter_errors(json.load(sys.stdin)):
            print(error.json_path, error.message)
        """

    private static func run(
        _ script: String,
        _ arguments: [String],
        _ input: String
    ) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script] + arguments
        let (output, stdin) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardInput = stdin
        try process.run()
        stdin.fileHandleForWriting.write(Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return String(decoding: text, as: UTF8.self)
    }
}
