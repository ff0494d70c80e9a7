/// A station beside the others of its room: what sets it apart.
public struct OddStation: Sendable, Hashable {
    /// A program in another version than the room's.
    public struct Version: Sendable, Hashable {
        /// The program.
        public var name: String
        /// The version here.
        public var here: String
        /// The version most stations have.
        public var room: String

        /// Creates a description.
        public init(name: String, here: String, room: String) {
            self.name = name
            self.here = here
            self.room = room
        }
    }

    /// The name of the station.
    public var name: String
    /// What it has and most others have not.
    public var extra: [String] = []
    /// What most others have and it lacks.
    public var lacking: [String] = []
    /// What it has in another version.
    public var versions: [Version] = []

    /// Creates a station that nothing sets apart.
    public init(name: String) {
        self.name = name
    }

    /// How many things set it apart.
    public var oddities: Int { extra.count + lacking.count + versions.count }
}
