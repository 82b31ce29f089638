public import Foundation
import Quantities
import Writing
import YAMLReading
import Yams

extension MockDecks {
    /// Reads the decks in a folder such as `mocks`.
    /// - Parameter contents: gives the bytes of a file, nil where it cannot be read.
    /// - Throws: bad input with every problem of every file, each with its line.
    public static func load(
        directory: String, contents: (String) -> Data? = { FileManager.default.contents(atPath: $0) }
    ) throws -> MockDecks {
        var problems: [Problem] = []
        func read<Deck>(_ name: String, _ build: (Node, YAMLReader) -> Deck?) -> Deck? {
            let path = directory + "/" + name
            let reader = YAMLReader(file: path)
            defer { problems += reader.problems }
            guard let data = contents(path) else {
                reader.report(
                    "the deck cannot be read", line: nil, field: nil,
                    remedy: "give the folder that holds `\(name)`")
                return nil
            }
            guard let root = reader.root(of: String(decoding: data, as: UTF8.self)) else { return nil }
            return build(root, reader)
        }
        let persona = read("cortex/persona.yaml", PersonaDeck.init)
        let cortexModels = read("cortex/models.yaml", ModelDeck.cortex)
        let copy = read("bedrock/copy.yaml", CopyDeck.init)
        let latencies = read("bedrock/latency.yaml", ModelDeck.latencies)
        let bedrockModels = read("bedrock/models.yaml") {
            ModelDeck.bedrock($0, $1, latencies: latencies ?? [])
        }
        let tokens = read("tokens.yaml", TokenEstimator.init)
        let coldStarts = read("lambda/cold-starts.yaml", ModelDeck.coldStarts)
        let failures = read("faults.yaml", FailureDeck.init)
        guard problems.isEmpty, let persona, let copy, let tokens, let cortexModels, let bedrockModels,
            let coldStarts, let failures
        else { throw FinegrainError(.badInput, problems) }
        return MockDecks(
            persona: persona, copy: copy, tokens: tokens, bedrockModels: bedrockModels,
            cortexModels: cortexModels,
            cortexRates: failures.cortex, bedrockRates: failures.bedrock, batchLatency: failures.batchLatency,
            coldStarts: coldStarts)
    }
}
