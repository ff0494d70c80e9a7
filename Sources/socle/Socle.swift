import CLI

/// The executable: parses, runs, exits.
@main
enum Socle {
    static func main() {
        SocleCommand.main()
    }
}
