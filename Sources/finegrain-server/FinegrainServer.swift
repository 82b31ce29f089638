import ArgumentParser
import Foundation
import MockCloud
import MockServer
import Pricing
import Quantities
import RandomStreams

/// The mock cloud on loopback.
@main
struct FinegrainServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finegrain-server", abstract: "The mock cloud: official clients, offline.",
        subcommands: [Serve.self], defaultSubcommand: Serve.self)
}
