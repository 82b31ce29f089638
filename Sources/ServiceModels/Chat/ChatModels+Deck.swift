import Foundation
import Quantities
import YAMLReading
import Yams

extension ChatModels.Profile {
    /// Reads the models of one provider from a deck such as `mocks/openai/models.yaml`.
    /// - Throws: bad input with every problem of the file, each with its line.
    public static func load(_ path: String) throws -> [ChatModels.Profile] {
        let reader = YAMLReader(file: path)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FinegrainError.badInput("\(path): no such file", remedy: "give a deck of models")
        }
        var profiles: [ChatModels.Profile] = []
        if let root = reader.root(of: String(decoding: data, as: UTF8.self)) {
            reader.allow(["models"], of: root, field: "")
            if let models = reader.member("models", of: root, field: "") {
                profiles = reader.members(models, field: "models").compactMap { name, node in
                    profile(name, node, reader, field: "models.\(name)")
                }
                if models.mapping?.isEmpty ?? false {
                    reader.report("there is no model", at: models, field: "models", remedy: "add one")
                }
                checkIDs(profiles, models, reader)
            }
        }
        guard reader.problems.isEmpty else { throw FinegrainError(.badInput, reader.problems) }
        return profiles
    }
    private static let members =
        ["max_output_tokens", "requests_per_minute", "tokens_per_minute", "aliases", "refused_parameters"]

    private static func profile(
        _ id: String, _ node: Node, _ reader: YAMLReader, field: String
    ) -> ChatModels.Profile? {
        guard node.mapping != nil else {
            reader.report(
                "expected a mapping", at: node, field: field, remedy: "write `name: value` lines below it")
            return nil
        }
        reader.allow(ModelDeck.latencyMembers + members, of: node, field: field)
        let latency = ModelDeck.generation(node, reader, field: field)
        let output = reader.integer("max_output_tokens", of: node, field: field, in: 1...10_000_000)
        let requests = reader.integer(
            "requests_per_minute", of: node, field: field, in: 1...100_000_000, isOptional: true)
        let tokens = reader.integer(
            "tokens_per_minute", of: node, field: field, in: 1...1_000_000_000_000, isOptional: true)
        func list(_ name: String) -> [String] {
            reader.optionalMember(name, of: node).map { reader.textList($0, field: "\(field).\(name)") } ?? []
        }
        let (aliases, refused) = (list("aliases"), list("refused_parameters"))
        guard let latency, let output else { return nil }
        var profile = ChatModels.Profile(
            id: id, latency: latency, maxOutputTokens: output, requestsPerMinute: requests,
            tokensPerMinute: tokens)
        profile.aliases = aliases
        profile.refusedParameters = refused
        return profile
    }

    private static func checkIDs(_ profiles: [ChatModels.Profile], _ models: Node, _ reader: YAMLReader) {
        let ids = profiles.map(\.id)
        var seen = Set(ids)
        for profile in profiles {
            for alias in profile.aliases where !seen.insert(alias).inserted {
                reader.report(
                    "`\(alias)` names a model already", at: models.mapping?[Node(profile.id)] ?? models,
                    field: "models.\(profile.id).aliases", remedy: "give each id to one model")
            }
        }
    }
}
