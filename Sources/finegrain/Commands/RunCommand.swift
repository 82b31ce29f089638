import ArgumentParser
import Campaigns
import Terminal

/// `finegrain run`: one configuration, stage by stage.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run one configuration, with its journal and its bill.",
        discussion: RunOptions.discussion)

    /// Doors that need no server; `finegrain-server run` has HTTP as well.
    enum Door: String, ExpressibleByArgument, CaseIterable {
        case typed, wire
    }

    @OptionGroup var options: RunOptions

    @Option(
        help: "How calls reach the mock services: typed, or as the bytes of requests. Results are the same.")
    var transport = Door.typed

    func run() throws {
        switch transport {
        case .typed: try options.run(by: .typed)
        case .wire: try options.run(by: .wire)
        }
    }
}
