/// The most that is accepted from a station's own files; more is an error, never a partial answer.
package enum ReadingLimits {
    /// Bytes of one dpkg database file.
    package static let database = 128 << 20
    /// Bytes of one list of a package's paths or sums.
    package static let packageList = 64 << 20
    /// Bytes of one log, after decompression.
    package static let log = 64 << 20
    /// Bytes of one small configuration file.
    package static let configuration = 1 << 20
    /// Bytes of one document to import, compressed or not.
    package static let document = 128 << 20
    /// Bytes of one text of a registry export.
    package static let registryText = 1 << 20
    /// Bytes of one row of a database.
    package static let databaseRow = 64 << 20
    /// Folders of people looked into.
    package static let profiles = 20_000
    /// Entries of one document to import.
    package static let entries = 500_000
    /// Bytes of one line of a control file.
    package static let line = 4 << 20
    /// Packages of one database.
    package static let packages = 200_000
    /// Names of one relation field.
    package static let relations = 20_000
    /// Paths one package lists, diversions, or conffiles.
    package static let paths = 5_000_000
    /// Files of one log with its rotations.
    package static let rotations = 100
    /// Names visited when looking for files no package owns.
    package static let visited = 20_000_000
    /// Depth of directories visited.
    package static let depth = 256
    /// Groups of files no package owns.
    package static let groups = 100_000
    /// Paths kept of one such group.
    package static let groupPaths = 200
    /// Bytes of one registry hive with all its bins.
    package static let hive = 512 << 20
    /// Bytes of one log of a hive.
    package static let hiveLog = 128 << 20
    /// Records of one hive looked at in all.
    package static let hiveRecords = 50_000_000
    /// Keys below one key.
    package static let hiveKeys = 1_000_000
    /// Values of one key.
    package static let hiveValues = 65_536
    /// Bytes of one value.
    package static let hiveData = 16 << 20
    /// Repositories that one file of apt's sources names.
    package static let repositories = 10_000
    /// Choices of one sort that are shown.
    package static let settings = 1000
    /// Bytes of one kernel module, after decompression.
    package static let kernelModule = 128 << 20
    /// Bytes of one INF file.
    package static let inf = 8 << 20
    /// Texts of one INF file.
    package static let infTexts = 20_000
    /// INF files and packages of drivers.
    package static let driverFiles = 50_000
    /// Bytes of one program whose version is asked for.
    package static let program: UInt64 = 64 << 20
    /// Bytes after the start of a version resource that belong to it.
    package static let versionResource = 64 << 10
    /// Names visited when looking for programs that nothing registers.
    package static let portableNames = 1_000_000
    /// Folders below the one that may be such a program.
    package static let portableDepth = 3
}
