import Platform
public import Testing

/// The real data that lies beside the repository and is not part of it.
public enum SharedData {
    /// The root of this repository.
    public static var repository: String {
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    }

    /// The `shared` folder: `SOCLE_SHARED`, or the repository's neighbour.
    public static var root: String {
        Host.environment("SOCLE_SHARED") ?? repository + "/../shared"
    }

    /// Whether the data is there; for `.enabled(if: SharedData.isPresent, SharedData.absence)`.
    public static var isPresent: Bool { exists(root + "/data") }

    /// Why a test that needs the data is skipped.
    public static let absence: Comment = "needs the test data in ../shared/data (or SOCLE_SHARED)"

    /// The path of one folder of the data, or nil when it is absent.
    public static func folder(_ name: String) -> String? {
        let path = "\(root)/data/\(name)"
        return exists(path) ? path : nil
    }

    private static func exists(_ path: String) -> Bool {
        (try? Directory.open(path)) != nil  // any refusal means that a test cannot use it
    }
}
