import Encodings
import ServiceModels

/// Prompts as requests to a model.
extension PromptLibrary {
    /// What a prompt decides itself.
    private static let own = ["system", "inferenceConfig", "toolConfig", "additionalModelRequestFields"]

    /// The conversation that a prompt makes of a request's variables, with the request's messages behind its own.
    /// - Parameter isText: whether only a prompt of text will do, as for InvokeModel.
    /// - Throws: when there is no such prompt or version, a variable is missing, or the request says what the prompt decides.
    func request(
        _ identifier: String, _ body: JSONValue, isText: Bool = false
    ) throws(ServiceError) -> ConverseRequest {
        guard let found = find(identifier), let version = prompts[found.index].version(found.version) else {
            throw PromptLibrary.missing(identifier)
        }
        if let name = PromptLibrary.own.first(where: { body[$0] != nil }) {
            throw Bedrock.Errors.validation("A request with a prompt cannot have \(name).")
        }
        let variants = version.body["variants"]?.array ?? []
        let wanted = version.body["defaultVariant"]?.string
        guard let variant = variants.first(where: { $0["name"]?.string == wanted }) ?? variants.first,
            let model = variant["modelId"]?.string
        else { throw Bedrock.Errors.validation("The prompt has no variant with a model.") }
        let template = variant["templateConfiguration"] ?? .null
        guard !isText || template["text"] != nil else {
            throw Bedrock.Errors.validation("InvokeModel takes a prompt of text only; use Converse.")
        }
        var (messages, members) = try filled(template, body["promptVariables"])
        messages += body["messages"]?.array ?? []
        members.append(.init("messages", .array(messages)))
        if let inference = variant["inferenceConfiguration"]?["text"] {
            members.append(.init("inferenceConfig", inference))
        }
        if let tools = template["chat"]?["toolConfiguration"] { members.append(.init("toolConfig", tools)) }
        if let output = body["outputConfig"] { members.append(.init("outputConfig", output)) }
        return ConverseBody.request(.object(members), model: model)
    }

    /// The template's messages, and its system if it has one, with the variables' values.
    private func filled(
        _ template: JSONValue, _ variables: JSONValue?
    ) throws(ServiceError) -> (messages: [JSONValue], members: [JSONValue.Member]) {
        var values: [(name: String, text: String)] = []
        if case .object(let members)? = variables {
            values = members.map { ($0.key, $0.value["text"]?.string ?? "") }
        }
        let inputs = template["text"]?["inputVariables"] ?? template["chat"]?["inputVariables"]
        for name in (inputs?.array ?? []).compactMap({ $0["name"]?.string })
        where !values.contains(where: { $0.name == name }) {
            throw Bedrock.Errors.validation("The prompt variable \(name) has no value.")
        }
        if let text = template["text"]?["text"] {
            var content = [JSONValue.members(["text": PromptLibrary.filled(text, values)])]
            if let point = template["text"]?["cachePoint"] {
                content.append(.members(["cachePoint": point]))
            }
            return ([.members(["role": "user", "content": .array(content)])], [])
        }
        let chat = template["chat"]
        let messages = (chat?["messages"]?.array ?? []).map { PromptLibrary.filled($0, values) }
        guard let system = chat?["system"] else { return (messages, []) }
        return (messages, [.init("system", PromptLibrary.filled(system, values))])
    }

    private static func filled(_ value: JSONValue, _ values: [(name: String, text: String)]) -> JSONValue {
        switch value {
        case .string(let text): .string(filled(text, values))
        case .array(let elements): .array(elements.map { filled($0, values) })
        case .object(let members): .object(members.map { .init($0.key, filled($0.value, values)) })
        default: value
        }
    }

    /// A text with its `{{name}}` replaced, each once: braces in a value stay what they are.
    static func filled(_ text: String, _ values: [(name: String, text: String)]) -> String {
        var out = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "{{") {
            let after = rest[start.upperBound...]
            out += rest[..<start.lowerBound]
            if let end = after.firstRange(of: "}}"),
                let value = values.first(where: { $0.name == after[..<end.lowerBound] })
            {
                out += value.text
                rest = after[end.upperBound...]
            } else {
                out += "{"
                rest = rest[rest.index(after: start.lowerBound)...]
            }
        }
        return out + rest
    }
}
