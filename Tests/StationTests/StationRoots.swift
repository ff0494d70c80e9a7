import Platform
import TestSupport
import Testing

/// The real roots and the signed depot every test starts from: made once, kept in `.build`.
struct StationRoots: Sendable {
    /// The folder Scripts/station-root fills.
    let folder: String
    /// The program under test.
    let socle: String

    /// Debian, minimal.
    var base: String { folder + "/base" }
    /// The same with one application.
    var full: String { folder + "/full" }
    /// The published depot.
    var depot: String { folder + "/depot" }
    /// The built layers.
    var layers: String { folder + "/layers" }

    /// Made by the first test that asks.
    static let prepared: Result<StationRoots, any Error> = Result { try prepare() }

    private static func prepare() throws -> StationRoots {
        let parts = try Host.executable().split(separator: "/").dropLast()
        let roots = StationRoots(
            folder: SharedData.repository + "/.build/station-root",
            socle: "/" + parts.joined(separator: "/") + "/socle"
        )
        let script = SharedData.repository + "/Scripts/station-root"
        try runTool([script, roots.socle, roots.folder], timeout: 900)
            .requireSuccess("Scripts/station-root")
        return roots
    }
}
