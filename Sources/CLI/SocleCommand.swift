import Platform
import Primitives
import Report

/// The program: words in, exit status out.
public enum SocleCommand {
    /// The version of the tool.
    public static let version = "0.1.0"

    /// Runs the command this process was started with, and ends the process.
    public static func main() -> Never {
        Host.exit(run(Array(Host.arguments.dropFirst())).rawValue)
    }

    /// Runs the command `arguments` name, and gives the status to exit with.
    public static func run(_ arguments: [String]) -> ExitCode {
        do {
            return try perform(arguments)
        } catch {
            // Standard error may be closed; the status still tells.
            try? StandardStream.error.write(error.text)
            return error.exit
        }
    }

    private static func perform(_ arguments: [String]) throws(Failure) -> ExitCode {
        let parser = ArgumentParser(commands: CommandTable.all)
        switch try parser.parse(arguments) {
        case .help(let topic):
            let invocation = Invocation(arguments: [], values: [:])
            let context = try context(invocation)
            let help = Help(commands: CommandTable.all, language: context.language)
            try context.say(try help.text(topic: topic))
            return .success
        case .run(let command, let invocation):
            return try perform(command, invocation, try context(invocation))
        }
    }

    private static func perform(
        _ command: CommandSpec,
        _ invocation: Invocation,
        _ context: Context
    ) throws(Failure) -> ExitCode {
        context.events?.start(command.name, version: context.version)
        defer { context.screen.clear() }
        do throws(Failure) {
            let exit = try command.action(invocation, context)
            context.events?.end(exit)
            return exit
        } catch {
            context.events?.end(error.exit)
            throw error
        }
    }

    private static func context(_ invocation: Invocation) throws(Failure) -> Context {
        try Context(
            invocation,
            environment: Host.environment,
            now: SystemClock.now(),
            version: version
        )
    }
}
