/// Every command of the tool.
enum CommandTable {
    static let all: [CommandSpec] = []
}
