import Foundation
import Manifest
import Testing

/// An independent validator reads the schemas we publish.
@Suite struct SchemaTests {
    static let hasValidator =
        (try? run("import jsonschema; jsonschema.Draft202012Validator", [])) == ""

    @Test(.enabled(if: hasValidator, "needs python3 with the PyPI package jsonschema"))
    func acceptOurDocumentsAndRefuseBrokenOnes() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "socle-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // A leftover does no harm.
        for (index, variant) in Variant.all.enumerated() {
            let file = folder.appending(path: "\(variant.kind.rawValue)@\(index).json")
            try Data(variant.document.utf8).write(to: file)
        }
        for kind in DocumentKind.allCases {
            let sample = Variant(kind, "never", "", .syntax).document
            try Data(sample.utf8).write(to: folder.appending(path: "\(kind.rawValue)@ok.json"))
        }
        let baselines = Samples.repository.appending(path: "Baselines").path
        let output = try Self.run(Self.script, [baselines, folder.path])
        let accepted = Set(output.split(separator: "\n").map(String.init))
        var expected = Set(DocumentKind.allCases.map { "\($0.rawValue)@ok.json" })
        for year in Samples.years {
            expected.formUnion(
                ["socle-systeme.json", "socle-applicatif.json", "annexe-1.json"].map {
                    "\(year)/\($0)"
                }
            )
        }
        #expect(Variant.all.count >= 50)
        #expect(accepted == expected)
    }

    /// Prints the name of each document its schema accepts; fails on a schema that is not one.
    private static let script = """
        import json, os, sys
        from jsonschema import Draft202012Validator as V
        base, folder = sys.argv[1:]
        schemas = {}
        for name in os.listdir(base + "/schema"):
            schema = json.load(open(base + "/schema/" + name))
            V.check_schema(schema)
            schemas[name.removesuffix(".schema.json")] = V(schema)
        years = sorted(n for n in os.listdir(base) if n != "schema")
        for place, label in [(f"{base}/{y}", y + "/") for y in years] + [(folder, "")]:
            for name in sorted(os.listdir(place)):
                kind = name.removesuffix(".json").split("@")[0]
                if name.endswith(".json") and schemas[kind].is_valid(json.load(open(f"{place}/{name}"))):
                    print(label + name)
        """

    private static func run(_ script: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return String(decoding: output, as: UTF8.self)
    }
}
