import Platform
import Primitives
import TestSupport
import Testing

/// One test's folder, with what it takes to make stations in it and to judge them.
struct StationBench {
    let roots: StationRoots
    /// Everything a plan needs but the ticket.
    static let order = [
        "--clause", "A4", "--fault", "le poste se fige",
        "--backups-acknowledged", "gestionnaire réseau,2026-11-20",
    ]
    static let ticket = ["--ticket", "2026-1147"]

    init() throws {
        roots = try StationRoots.prepared.get()
    }

    /// The path of `name` in the test's folder.
    func path(_ name: String) -> String { Scratch.current.path + "/" + name }

    /// Runs the program in the test's folder.
    func socle(_ words: [String], language: String = "en") throws -> ProcessResult {
        try ChildProcess.run(
            [roots.socle] + words,
            environment: [
                "SOCLE_LANG": language, "COLUMNS": "100", "TZ": "UTC",
                "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            ],
            workingDirectory: Scratch.current.directory,
            timeout: 120
        )
    }

    /// Runs the program and demands its exit status.
    @discardableResult
    func expect(
        _ status: Int32,
        _ words: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> ProcessResult {
        let result = try socle(words)
        #expect(
            result.outcome == .exited(status),
            "socle \(words.joined(separator: " "))\n\(result.outputText)\(result.errorText)",
            sourceLocation: sourceLocation
        )
        return result
    }

    /// Runs a script in the test's folder, with `$ROOTS` and `$SOCLE` set, and demands success.
    @discardableResult
    func shell(_ script: String, timeout: Int = 120) throws -> String {
        let result = try runTool(
            ["bash", "-euo", "pipefail", "-c", script],
            in: Scratch.current.directory,
            environment: ["ROOTS": roots.folder, "SOCLE": roots.socle, "SOCLE_LANG": "en"],
            timeout: timeout
        )
        try result.requireSuccess(script)
        return result.outputText
    }

    /// The words that pin the depot's keys in the station at `name`.
    func enrolment(_ name: String, depot: String? = nil) throws -> [String] {
        [
            "enrol", "--root", name, "--root-metadata", roots.depot + "/metadata/1.root.json",
            "--fingerprint", try shell("cat $ROOTS/fingerprints").trimmed,
            "--depot", depot ?? roots.depot, "--school", "0829001N", "--room", "S121", "--zone",
            "pedagogique",
        ]
    }

    /// Makes a compliant, enrolled station.
    func makeStation(_ name: String = "station", depot: String? = nil) throws {
        try shell("cp -a $ROOTS/full \(name)")
        try expect(0, enrolment(name, depot: depot))
    }

    /// Makes a station broken as a school does it.
    func makeBrokenStation(_ name: String = "station", depot: String? = nil) throws {
        try makeStation(name, depot: depot)
        try shell(
            """
            echo '# bricolage' >>\(name)/usr/share/perl5/Debconf/Log.pm
            rm \(name)/usr/share/common-licenses/GPL-3 \(name)/usr/bin/tac
            mkdir -p \(name)/opt/labo/bin
            cp \(name)/usr/bin/find \(name)/opt/labo/bin/labo
            echo "alias ll='ls -l'" >>\(name)/etc/bash.bashrc
            chroot \(name) useradd --create-home --shell /bin/bash prof-svt
            echo 'Évaluation' >\(name)/home/prof-svt/evaluation.txt
            """
        )
    }

    /// Plans the restore of `name` into `file` and gives the plan's id.
    func plan(_ name: String, into file: String = "plan.json") throws -> String {
        try expect(
            0,
            ["plan", "--root", name, "--output", file] + Self.ticket + Self.order
        )
        return try shell("jq -r .id \(file)").trimmed
    }

    /// Undoes the last restore of `name`.
    func undo(_ name: String) throws {
        let shown = try expect(6, ["undo", "--root", name, "--format", "json"])
        let document = JSONNode(try JSONParser.parse(shown.output))
        try expect(0, ["undo", "--root", name, "--approve", document.member("id").string()])
    }

    /// What rsync finds different between two roots, by content, outside the classed paths.
    func differences(
        _ reference: String,
        _ root: String,
        except: [String] = [],
        outsideClasses: Bool = true
    ) throws -> String {
        var words = [
            "rsync", "-naHAXci", "--numeric-ids", "--modify-window=-1", "--delete",
        ]
        words += except.map { "--exclude=\($0)" }
        if outsideClasses {
            try shell(
                """
                [ -e classes ] || (cd \(SharedData.repository) && "$SOCLE" baseline show \
                    Baselines/2026-2027 --format csv) |
                    awk -F, '$1 == "chemin" && $3 != "exact" { print $2 }' >classes
                [ -s classes ]
                """
            )
            words.append("--exclude-from=classes")
        }
        let result = try runTool(
            words + ["\(reference)/", "\(root)/"],
            in: Scratch.current.directory
        )
        try result.requireSuccess("rsync")
        return result.outputText
    }
}

extension String {
    /// Without blanks and line ends around it.
    var trimmed: String {
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    /// Its lines, sorted.
    var sortedLines: [String] { split(separator: "\n").map(String.init).sorted() }
}
