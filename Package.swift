// swift-tools-version: 6.2
import PackageDescription

/// Settings every Swift module shares: the language's strict defaults, and no warning left alone.
let common: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// Unsafe code lives in Platform, Archive and Trust; the build proves it of every other module.
let safe: [SwiftSetting] = common + [.strictMemorySafety()]

func module(
    _ name: String,
    _ dependencies: [String],
    texts: [String] = [],
    settings: [SwiftSetting] = safe
) -> Target {
    .target(
        name: name,
        dependencies: dependencies.map { .byName(name: $0) },
        resources: texts.map { .embedInCode($0) },
        swiftSettings: settings
    )
}

func tests(_ name: String, _ dependencies: [String], resources: [String] = []) -> Target {
    .testTarget(
        name: name,
        dependencies: (dependencies + ["TestSupport"]).map { .byName(name: $0) },
        exclude: resources,
        swiftSettings: common
    )
}

let package = Package(
    name: "socle",
    products: [.executable(name: "socle", targets: ["socle"])],
    targets: [
        .systemLibrary(
            name: "CArchive",
            pkgConfig: "libarchive",
            providers: [.apt(["libarchive-dev"])]
        ),
        .systemLibrary(
            name: "COpenSSL",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        .target(name: "CPlatform"),

        // Pure: values and rules, no input or output.
        module("Primitives", []),
        module("Model", ["Primitives"]),
        module("Manifest", ["Primitives", "Model"]),
        module("Diff", ["Primitives", "Model"]),
        module("Convention", ["Primitives", "Model"]),
        module("Report", ["Primitives", "Model"]),

        // The three modules that touch C.
        module("Platform", ["Primitives", "CPlatform"], settings: common),
        module("Archive", ["Primitives", "Platform", "CArchive"], settings: common),
        module("Trust", ["Primitives", "Platform", "COpenSSL"], settings: common),

        // What reads and writes stations and depots.
        module("Inventory", ["Primitives", "Model", "Platform", "Archive", "Trust"]),
        module("Packaging", ["Primitives", "Model", "Platform", "Archive", "Trust"]),
        module("Depot", ["Primitives", "Model", "Platform", "Trust", "Packaging"]),
        module("Journal", ["Primitives", "Model", "Platform", "Trust"]),
        module(
            "Deployer",
            ["Primitives", "Model", "Platform", "Trust", "Inventory", "Packaging"]
        ),
        module("Lab", ["Primitives", "Model", "Platform", "Trust"]),

        // Only CLI sees both sides.
        module(
            "CLI",
            [
                "Primitives", "Model", "Manifest", "Diff", "Convention", "Report", "Platform",
                "Archive", "Trust", "Inventory", "Packaging", "Depot", "Journal", "Deployer", "Lab",
            ],
            texts: ["Guides/gestionnaire.md", "Guides/technicien.md"]
        ),
        .executableTarget(name: "socle", dependencies: ["CLI"], swiftSettings: safe),
        .executableTarget(
            name: "tuf-client",
            dependencies: ["Primitives", "Platform", "Trust"],
            swiftSettings: safe
        ),

        // Not installed: Scripts/soak --fuzz runs it.
        .executableTarget(
            name: "fuzz",
            dependencies: ["Primitives", "Platform", "Trust", "Packaging", "Inventory"],
            swiftSettings: safe
        ),

        .target(
            name: "TestSupport",
            dependencies: ["Primitives", "Platform"],
            path: "Tests/TestSupport",
            exclude: ["Servers"],
            swiftSettings: common
        ),
        .target(
            name: "WindowsSupport",
            dependencies: ["Inventory", "TestSupport", "Platform", "Primitives"],
            path: "Tests/WindowsSupport",
            swiftSettings: common
        ),
        tests("PrimitivesTests", ["Primitives"]),
        tests("ModelTests", ["Model", "Primitives"]),
        tests("PlatformTests", ["Platform", "Primitives"]),
        tests("ArchiveTests", ["Archive", "Platform", "Primitives"]),
        tests("TrustTests", ["Trust", "Platform", "Primitives"]),
        tests("ManifestTests", ["Manifest", "Model", "Primitives"]),
        tests(
            "InventoryTests",
            ["Inventory", "Model", "Platform", "Primitives", "Report", "WindowsSupport"]
        ),
        tests("DiffTests", ["Diff", "Model", "Primitives", "Inventory", "Platform"]),
        tests("ConventionTests", ["Convention", "Model", "Primitives"]),
        tests(
            "PackagingTests",
            ["Packaging", "Archive", "Trust", "Model", "Platform", "Primitives"]
        ),
        tests("DepotTests", ["Depot", "Packaging", "Trust", "Model", "Platform", "Primitives"]),
        tests("JournalTests", ["Journal", "Trust", "Model", "Platform", "Primitives"]),
        tests(
            "DeployerTests",
            [
                "Deployer", "Packaging", "Inventory", "Archive", "Trust", "Model", "Platform",
                "Primitives",
            ]
        ),
        tests("LabTests", ["Lab", "Model", "Platform", "Primitives", "socle"]),
        tests("ReportTests", ["Report", "Model", "Primitives"]),
        tests(
            "CLITests",
            [
                "CLI", "socle", "Convention", "Deployer", "Model", "Report", "Platform",
                "Primitives",
                "WindowsSupport",
            ],
            resources: ["Transcripts"]
        ),
        tests(
            "StationTests",
            ["socle", "Depot", "Packaging", "Model", "Trust", "Platform", "Primitives"]
        ),
    ]
)
