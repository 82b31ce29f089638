import ArgumentParser
import Quantities
import Regression
import Terminal
import Workbench

/// The command line.
@main
struct Finegrain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finegrain",
        abstract: "How fine to segment a campaign whose copy a language model writes per segment.",
        discussion: """
            Simulates the whole pipeline against mock Cortex, Bedrock and marketing endpoints in process, and \
            sweeps segment granularity against invocation cost and cache hit rate. Start with your customers:

              finegrain init customers.csv
              finegrain sweep customers.yaml
            """,
        version: FinegrainVersion.current,
        subcommands: [
            InitCommand.self, SweepCommand.self, RunCommand.self, EstimateCommand.self, CompareCommand.self,
            RunsCommand.self, ExplainCommand.self, CompressCommand.self, PricesCommand.self, UpliftCommand.self,
            SchemaCommand.self,
        ])

    /// Bad arguments are bad input: exit code 2, as for bad files.
    static func main() {
        BLASThreads.useOne()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            if error is FinegrainError { Failure.exit(with: error) }
            switch exitCode(for: error) {
            case .validationFailure:
                Failure.write(fullMessage(for: error))
                Failure.end(2)
            case .success: exit(withError: error)
            default: Failure.exit(with: error)
            }
        }
    }
}
