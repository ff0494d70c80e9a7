/// What the command line asks for, in the words of the conformance suite's protocol.
struct Request {
    enum Verb: String {
        case initialise = "init"
        case refresh
        case download
    }

    let verb: Verb
    /// Where trusted metadata is kept.
    let metadataDirectory: String
    /// The root to start from, for `init`.
    let root: String
    let metadataURL: String
    let targetBaseURL: String
    let targetDirectory: String
    let targetNames: [String]

    static let usage = """
        usage: tuf-client --metadata-dir D init ROOT
               tuf-client --metadata-dir D --metadata-url U refresh
               tuf-client --metadata-dir D --metadata-url U --target-name P... \
        --target-base-url U --target-dir T download
        """

    /// Reads the command line; nil when it is none of the three forms.
    init?(_ arguments: [String]) {
        var options: [String: [String]] = [:]
        var words: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else {
                words.append(argument)
                continue
            }
            guard let value = rest.popFirst() else { return nil }
            options[argument, default: []].append(value)
        }
        func option(_ name: String) -> String? { options[name]?.last }
        guard let verb = words.first.flatMap(Verb.init(rawValue:)),
            words.count == (verb == .initialise ? 2 : 1),
            let metadataDirectory = option("--metadata-dir")
        else { return nil }
        let names = options["--target-name"] ?? []
        guard verb == .initialise || option("--metadata-url") != nil,
            verb != .download
                || (option("--target-base-url") != nil && option("--target-dir") != nil
                    && !names.isEmpty)
        else { return nil }
        self.verb = verb
        self.metadataDirectory = metadataDirectory
        root = verb == .initialise ? words[1] : ""
        metadataURL = option("--metadata-url") ?? ""
        targetBaseURL = option("--target-base-url") ?? ""
        targetDirectory = option("--target-dir") ?? ""
        targetNames = names
    }
}
