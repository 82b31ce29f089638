import Foundation
public import Quantities
import Yams

extension ChatModels.Profile {
    /// Reads the models of one provider from a deck such as `mocks/openai/models.yaml`.
    /// - Throws: bad input with every problem of the file, each with its line.
    public static func load(_ path: String) throws -> [ChatModels.Profile] {
        let reader = DeckReader(file: path)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FinegrainError.badInput("\(path): no such file", remedy: "give a deck of models")
        }
        var profiles: [ChatModels.Profile] = []
        if let root = reader.root(of: String(decoding: data, as: UTF8.self)) {
            let latencies = ModelDeck.latencies(root, reader) ?? []
            let nodes = reader.optionalMember("models", of: root).map { reader.members($0, field: "models") } ?? []
            for (name, node) in nodes {
                let field = "models.\(name)"
                let output = reader.integer("max_output_tokens", of: node, field: field, in: 1...10_000_000)
                let requests = reader.integer(
                    "requests_per_minute", of: node, field: field, in: 1...100_000_000, isOptional: true)
                let tokens = reader.integer(
                    "tokens_per_minute", of: node, field: field, in: 1...1_000_000_000_000, isOptional: true)
                guard let output, let pace = latencies.first(where: { $0.id == name }) else { continue }
                profiles.append(
                    ChatModels.Profile(
                        id: name, latency: pace.latency, maxOutputTokens: output, requestsPerMinute: requests,
                        tokensPerMinute: tokens))
            }
        }
        guard reader.problems.isEmpty else { throw FinegrainError(.badInput, reader.problems) }
        return profiles
    }
}
