import ArgumentParser
import Foundation
import Quantities

/// The mock cloud on loopback.
@main
struct FinegrainServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finegrain-server",
        abstract: "The mock cloud: official clients, offline.",
        discussion: """
            Serves AWS, Snowflake, OpenAI, Anthropic and Mailchimp on one port of this machine. In a shell:

              finegrain-server --port 7070 --print-env
            """,
        version: FinegrainVersion.current, subcommands: [Serve.self, Run.self], defaultSubcommand: Serve.self)

    /// Bad arguments are bad input: exit code 2, as for bad files.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var serving = command as? any AsyncParsableCommand {
                try await serving.run()
            } else {
                try command.run()
            }
        } catch let error as FinegrainError {
            end(error.description, error.exitCode)
        } catch {
            switch exitCode(for: error) {
            case .validationFailure: end(fullMessage(for: error), 2)
            case .success: exit(withError: error)
            default: end("\(error)", 1)
            }
        }
    }

    private static func end(_ message: String, _ code: Int32) -> Never {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        Foundation.exit(code)
    }
}
