import Platform
import Trust

/// The client of Trust without the policy of depots, as the public TUF conformance suite drives it.
///
/// Exits with 0, or with 1 for whatever was refused or failed.
@main
enum TUFClient {
    static func main() {
        guard let request = Request(Array(Host.arguments.dropFirst())) else {
            end(saying: Request.usage)
        }
        do throws(TrustError) {
            try Session(request).run()
        } catch {
            end(saying: "tuf-client: \(error)")
        }
    }

    private static func end(saying text: String) -> Never {
        // Standard error may be closed; the status still tells.
        try? StandardStream.error.write(text + "\n")
        Host.exit(1)
    }
}
