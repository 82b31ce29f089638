import ArgumentParser
import Encodings
import Scenarios

/// `finegrain schema`: what editors complete from.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "JSON Schema of scenario files, for editors.")

    func run() throws { print(Scenario.jsonSchema.text(indent: 2)) }
}
