import Model
import Primitives

/// Programs that run in a restored root: the members `etapes` of a socle système and of its disk.
enum StepFields {
    /// The steps of `etapes`, which run when a path they watch was changed.
    static func afterRestore(_ field: Field) -> [PostRestoreStep] {
        let members = ["script", "declencheurs", "critique"]
        return steps(field, beside: members, timeout: 120) { entry, id, timeout in
            let program = program(of: entry)
            let watched = entry.member("declencheurs")?.values(atLeast: 1) { $0.pattern() } ?? []
            let isCritical = entry.optional("critique").map { $0.flag() } ?? false
            guard let isCritical else { return nil }
            return PostRestoreStep(
                id: id,
                script: program.script,
                arguments: program.arguments,
                watched: watched,
                isCritical: isCritical,
                timeout: timeout
            )
        }
    }

    /// The steps of `disque.etapes`, which always run, and without which a disk does not start.
    static func onDisk(_ field: Field) -> [PostRestoreStep] {
        steps(field, beside: [], timeout: 300) { entry, id, timeout in
            PostRestoreStep(
                id: id,
                arguments: entry.member("commande").map(command) ?? [],
                watched: [],
                isCritical: true,
                timeout: timeout
            )
        }
    }

    static func encode(_ steps: [PostRestoreStep]) -> JSONValue {
        .array(steps.map(encode))
    }

    static func encodeForDisk(_ steps: [PostRestoreStep]) -> JSONValue {
        .array(
            steps.map { step in
                [
                    "id": .string(step.id),
                    "commande": .strings(step.arguments),
                    "delai": .integer(Int64(step.timeout)),
                ]
            }
        )
    }

    private static func encode(_ step: PostRestoreStep) -> JSONValue {
        let program =
            step.script.map { script in
                JSONMember(
                    "script",
                    [
                        "cible": .string(script.target), "sha256": .string(script.digest.hex),
                        "arguments": .strings(step.arguments),
                    ]
                )
            } ?? JSONMember("commande", .strings(step.arguments))
        return .object([
            JSONMember("id", .string(step.id)),
            program,
            JSONMember("declencheurs", .strings(step.watched.map(\.description))),
            JSONMember("critique", .bool(step.isCritical)),
            JSONMember("delai", .integer(Int64(step.timeout))),
        ])
    }

    /// The entries of a list of steps, each with an id of its own and a time limit in seconds.
    private static func steps(
        _ field: Field,
        beside members: [String],
        timeout usual: Int,
        _ body: (Field, _ id: String, _ timeout: Int) -> PostRestoreStep?
    ) -> [PostRestoreStep] {
        var seen: Set<String> = []
        return field.list().compactMap { entry in
            let known = ["id", "commande", "delai", DocumentForm.note] + members
            guard entry.isObject(of: known) else { return nil }
            let id = entry.member("id")?.text(
                matching: IdentityName.isID,
                expected: "an id such as cache-polices"
            )
            let timeout = entry.optional("delai").map { $0.integer(in: 1...3600) } ?? usual
            let step = body(entry, id ?? "", timeout ?? usual)
            guard let id, timeout != nil, let step else { return nil }
            guard seen.insert(id).inserted else {
                entry.report(
                    .duplicateID,
                    found: "a second step “\(id)”",
                    expected: "ids used once"
                )
                return nil
            }
            return step
        }
    }

    /// What a step runs: a program of the restored root, or a script of the depot.
    private static func program(of step: Field) -> (script: StepScript?, arguments: [String]) {
        guard let field = step.optional("script") else {
            return (nil, step.member("commande").map(command) ?? [])
        }
        if step.optional("commande") != nil {
            field.report(
                .malformedValue,
                found: "a script beside a command",
                expected: "one of “commande” and “script”"
            )
        }
        return script(field)
    }

    private static func script(_ field: Field) -> (script: StepScript?, arguments: [String]) {
        guard field.isObject(of: ["cible", "sha256", "arguments", DocumentForm.note]) else {
            return (nil, [])
        }
        let target = field.member("cible")?.text(
            matching: { target in
                LayerKind.allCases.contains { target.hasPrefix("\($0.rawValue)/") }
                    && Field.isTargetName(target)
            },
            expected: "a target such as applicatif/antivirus/installer.sh"
        )
        let digest = field.member("sha256")?.digest()
        let arguments = field.optional("arguments")?.values { $0.text() } ?? []
        guard let target, let digest else { return (nil, arguments) }
        return (StepScript(target: target, digest: digest), arguments)
    }

    /// A program by its absolute path, and its arguments.
    private static func command(_ field: Field) -> [String] {
        let fields = field.list()
        guard let program = fields.first else {
            field.report(.emptyValue, found: "no command", expected: "a program and its arguments")
            return []
        }
        if let text = program.text(), !text.hasPrefix("/") {
            program.report(
                .malformedValue,
                found: Problems.quoted(text),
                expected: "a program by its absolute path"
            )
        }
        return fields.compactMap { $0.text() }
    }
}
