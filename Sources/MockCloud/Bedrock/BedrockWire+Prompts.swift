import Quantities

/// Prompt management, whose errors have statuses of their own.
extension BedrockWire {
    mutating func promptOperation(_ call: WireCall, _ body: JSONValue) throws(ServiceError) -> WireAnswer {
        switch call.operation {
        case "CreatePrompt": return try createPrompt(call, body)
        case "ListPrompts": return try listPrompts(call)
        case "CreatePromptVersion":
            let index = try prompt(call).index
            var version = prompts.prompts[index].draft
            version.number = String(prompts.prompts[index].versions.count + 1)
            version.created = call.now
            version.updated = call.now
            if let text = body["description"] { version.body.set("description", text) }
            prompts.prompts[index].versions.append(version)
            return described(index, version, call, status: 201)
        case "GetPrompt":
            let (index, named) = try prompt(call)
            let number = call.request.parameter("promptVersion") ?? named
            guard let version = prompts.prompts[index].version(number) else { throw missing(call) }
            return described(index, version, call)
        case "UpdatePrompt":
            let index = try prompt(call).index
            prompts.prompts[index].draft.body = body
            prompts.prompts[index].draft.updated = call.now
            return described(index, prompts.prompts[index].draft, call)
        default: return try deletePrompt(call)
        }
    }

    private mutating func createPrompt(_ call: WireCall, _ body: JSONValue) throws(ServiceError) -> WireAnswer
    {
        let name = body["name"]?.string ?? ""
        guard !prompts.prompts.contains(where: { $0.draft.body["name"]?.string == name }) else {
            throw Bedrock.Errors.refusal(
                "ConflictException", 409, "A prompt with the name \(name) already exists.")
        }
        let version = PromptLibrary.Version(number: "DRAFT", body: body, created: call.now, updated: call.now)
        let id = String(call.token(10).uppercased())
        prompts.prompts.append(.init(id: id, draft: version))
        return described(prompts.prompts.count - 1, version, call, status: 201)
    }

    private mutating func deletePrompt(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let (index, named) = try prompt(call)
        let id = prompts.prompts[index].id
        var members = [JSONValue.Member("id", .string(id))]
        if let number = call.request.parameter("promptVersion") ?? named {
            guard let place = prompts.prompts[index].versions.firstIndex(where: { $0.number == number })
            else {
                throw missing(call)
            }
            prompts.prompts[index].versions.remove(at: place)
            members.append(.init("version", .string(number)))
        } else {
            prompts.prompts.remove(at: index)
        }
        return listed(AWSAnswer.json(.object(members), call))
    }

    private func listPrompts(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        var summaries: [JSONValue] = []
        if let identifier = call.request.parameter("promptIdentifier") {
            guard let found = prompts.find(identifier) else { throw missing(call) }
            let prompt = prompts.prompts[found.index]
            summaries = ([prompt.draft] + prompt.versions).map { summary(prompt.id, $0) }
        } else {
            summaries = prompts.prompts.map { summary($0.id, $0.draft) }
        }
        let most = call.request.parameter("maxResults").flatMap(Int.init) ?? 1_000
        let start = call.request.parameter("nextToken").flatMap(Int.init) ?? 0
        guard most > 0, start >= 0, start <= summaries.count else {
            throw Bedrock.Errors.validation("maxResults or nextToken is not one that was given out.")
        }
        var members: [JSONValue.Member] = [
            .init("promptSummaries", .array(Array(summaries[start...].prefix(most))))
        ]
        if start + most < summaries.count {
            members.append(.init("nextToken", .string(String(start + most))))
        }
        return listed(AWSAnswer.json(.object(members), call))
    }

    private func prompt(_ call: WireCall) throws(ServiceError) -> (index: Int, version: String?) {
        guard let found = prompts.find(call.parameters["prompt"] ?? "") else { throw missing(call) }
        return found
    }

    private func missing(_ call: WireCall) -> ServiceError {
        Bedrock.Errors.refusal(
            "ResourceNotFoundException", 404,
            "The prompt \(call.parameters["prompt"] ?? "") or its version does not exist.")
    }

    private func identity(_ id: String, _ version: PromptLibrary.Version) -> [JSONValue.Member] {
        let suffix = version.number == "DRAFT" ? "" : ":" + version.number
        return [
            .init("id", .string(id)), .init("arn", .string(BedrockWire.arn("prompt/" + id + suffix))),
            .init("version", .string(version.number)),
            .init("createdAt", .string(CivilTime(version.created).iso)),
            .init("updatedAt", .string(CivilTime(version.updated).iso)),
        ]
    }

    private func described(
        _ index: Int, _ version: PromptLibrary.Version, _ call: WireCall, status: Int = 200
    ) -> WireAnswer {
        var members: [JSONValue.Member] = []
        for name in ["name", "description", "customerEncryptionKeyArn", "defaultVariant", "variants"] {
            if let value = version.body[name] { members.append(.init(name, value)) }
        }
        members += identity(prompts.prompts[index].id, version)
        return listed(AWSAnswer.json(.object(members), status: status, call))
    }

    private func summary(_ id: String, _ version: PromptLibrary.Version) -> JSONValue {
        var members: [JSONValue.Member] = []
        for name in ["name", "description"] {
            if let value = version.body[name] { members.append(.init(name, value)) }
        }
        return .object(members + identity(id, version))
    }
}

extension JSONValue {
    /// Sets a member of an object, in place or at the end.
    mutating func set(_ key: String, _ value: JSONValue) {
        guard case .object(var members) = self else { return }
        if let index = members.firstIndex(where: { $0.key == key }) {
            members[index].value = value
        } else {
            members.append(.init(key, value))
        }
        self = .object(members)
    }
}
