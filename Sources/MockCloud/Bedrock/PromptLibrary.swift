import Quantities

/// Prompt management: prompts with a draft and numbered versions.
struct PromptLibrary: Sendable {
    struct Version: Sendable {
        var number: String
        var body: JSONValue
        var created: SimulatedInstant
        var updated: SimulatedInstant
    }

    struct Prompt: Sendable {
        var id: String
        var draft: Version
        var versions: [Version] = []

        func version(_ number: String?) -> Version? {
            guard let number, number != "DRAFT" else { return draft }
            return versions.first { $0.number == number }
        }
    }

    /// In the order of their making.
    var prompts: [Prompt] = []

    /// A prompt by its id or ARN, with the version that the ARN names.
    func find(_ identifier: String) -> (index: Int, version: String?)? {
        let name = identifier.split(separator: "/").last.map(String.init) ?? identifier
        let parts = name.split(separator: ":").map(String.init)
        guard let id = parts.first, let index = prompts.firstIndex(where: { $0.id == id }) else { return nil }
        return (index, parts.count > 1 ? parts[1] : nil)
    }

    /// The conversation that a prompt makes of a request's variables.
    /// - Throws: when there is no such prompt or version, or a variable is missing.
    func request(_ identifier: String, _ body: JSONValue) throws(ServiceError) -> ConverseRequest {
        guard let found = find(identifier), let version = prompts[found.index].version(found.version) else {
            throw Bedrock.Errors.refusal(
                "ResourceNotFoundException", 404, "The prompt \(identifier) does not exist.")
        }
        guard body["messages"] == nil, body["system"] == nil, body["inferenceConfig"] == nil else {
            throw Bedrock.Errors.validation("A prompt brings its own messages, system and inferenceConfig.")
        }
        let variants = version.body["variants"]?.array ?? []
        let wanted = version.body["defaultVariant"]?.string
        guard let variant = variants.first(where: { $0["name"]?.string == wanted }) ?? variants.first,
            let model = variant["modelId"]?.string
        else { throw Bedrock.Errors.validation("The prompt has no variant with a model.") }
        let filled = try filled(variant["templateConfiguration"] ?? .null, body["promptVariables"])
        var members: [JSONValue.Member] = filled
        if let inference = variant["inferenceConfiguration"]?["text"] {
            members.append(.init("inferenceConfig", inference))
        }
        for name in ["toolConfig", "outputConfig"] {
            if let value = body[name] { members.append(.init(name, value)) }
        }
        return ConverseBody.request(.object(members), model: model)
    }

    private func filled(
        _ template: JSONValue, _ variables: JSONValue?
    ) throws(ServiceError) -> [JSONValue.Member] {
        var values: [(name: String, text: String)] = []
        if case .object(let members)? = variables {
            values = members.map { ($0.key, $0.value["text"]?.string ?? "") }
        }
        let inputs = template["text"]?["inputVariables"] ?? template["chat"]?["inputVariables"]
        for name in (inputs?.array ?? []).compactMap({ $0["name"]?.string })
        where !values.contains(where: { $0.name == name }) {
            throw Bedrock.Errors.validation("The prompt variable \(name) has no value.")
        }
        func fill(_ value: JSONValue) -> JSONValue {
            switch value {
            case .string(var text):
                for (name, replacement) in values {
                    text = text.replacing("{{\(name)}}", with: replacement)
                }
                return .string(text)
            case .array(let elements): return .array(elements.map(fill))
            case .object(let members): return .object(members.map { .init($0.key, fill($0.value)) })
            default: return value
            }
        }
        if let text = template["text"]?["text"] {
            let content = JSONValue.array([.members(["text": fill(text)])])
            return [.init("messages", .array([.members(["role": "user", "content": content])]))]
        }
        let chat = template["chat"]
        var members = [JSONValue.Member("messages", fill(chat?["messages"] ?? []))]
        if let system = chat?["system"] { members.append(.init("system", fill(system))) }
        return members
    }
}
