import Encodings
import MockWire
import ServiceModels

/// Prompt management, whose errors have statuses of their own.
extension BedrockWire {
    mutating func promptOperation(_ call: WireCall, _ body: JSONValue) throws(ServiceError) -> WireAnswer {
        switch call.operation {
        case "CreatePrompt": try createPrompt(call, body)
        case "ListPrompts": try listPrompts(call)
        case "CreatePromptVersion": try createVersion(call, body)
        case "GetPrompt": try getPrompt(call)
        case "UpdatePrompt": try updatePrompt(call, body)
        case "ListTagsForResource": try listTags(call)
        default: try deletePrompt(call)
        }
    }

    private mutating func createPrompt(_ call: WireCall, _ body: JSONValue) throws(ServiceError) -> WireAnswer
    {
        let token = body["clientToken"]?.string
        let digest = self.digest(call, body)
        if let made = try prompts.made(call.operation, token: token, digest: digest) {
            return described(made.id, made.version, call, status: 201)
        }
        try checkName(body, besides: nil)
        try BedrockWire.checkVariants(body)
        let version = PromptLibrary.Version(
            number: "DRAFT", body: body, created: call.now, updated: call.now, tags: body["tags"])
        let id = String(call.token(10).uppercased())
        prompts.prompts.append(.init(id: id, draft: version))
        prompts.remember(.init(digest: digest, id: id, version: version), call.operation, token: token)
        return described(id, version, call, status: 201)
    }

    private mutating func createVersion(
        _ call: WireCall, _ body: JSONValue
    ) throws(ServiceError) -> WireAnswer {
        let index = try prompt(call).index
        let id = prompts.prompts[index].id
        let token = body["clientToken"]?.string
        let digest = self.digest(call, body)
        if let made = try prompts.made(call.operation, token: token, digest: digest) {
            return described(made.id, made.version, call, status: 201)
        }
        var version = prompts.prompts[index].draft
        version.created = call.now
        version.updated = call.now
        version.tags = body["tags"]
        if let text = body["description"] { version.body.set("description", text) }
        version = prompts.prompts[index].append(version)
        prompts.remember(.init(digest: digest, id: id, version: version), call.operation, token: token)
        return described(id, version, call, status: 201)
    }

    private func getPrompt(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let (index, named) = try prompt(call)
        let number = call.request.parameter("promptVersion") ?? named
        guard let version = prompts.prompts[index].version(number) else { throw missing(call) }
        let isPart = call.request.parameter("includedData") == "METADATA_ONLY"
        return described(prompts.prompts[index].id, version, call, hasTemplate: !isPart)
    }

    private mutating func updatePrompt(_ call: WireCall, _ body: JSONValue) throws(ServiceError) -> WireAnswer
    {
        let index = try prompt(call).index
        try checkName(body, besides: index)
        try BedrockWire.checkVariants(body)
        prompts.prompts[index].draft.body = body
        prompts.prompts[index].draft.updated = call.now
        return described(prompts.prompts[index].id, prompts.prompts[index].draft, call)
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
            guard let found = prompts.find(identifier) else { throw PromptLibrary.missing(identifier) }
            let prompt = prompts.prompts[found.index]
            summaries = ([prompt.draft] + prompt.versions).map { summary(prompt.id, $0) }
        } else {
            summaries = prompts.prompts.map { summary($0.id, $0.draft) }
        }
        let range = try page(summaries.count, call)
        return BedrockWire.listed(
            "promptSummaries", Array(summaries[range]), range, of: summaries.count, call)
    }

    private func listTags(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let resource = call.parameters["resource"] ?? ""
        guard resource.hasPrefix(BedrockWire.arn("prompt/")), let found = prompts.find(resource),
            let version = prompts.prompts[found.index].version(found.version)
        else { throw PromptLibrary.missing(resource) }
        return listed(AWSAnswer.json(.members(["tags": version.tags ?? .object([])]), call))
    }

    // MARK: Checks

    private func prompt(_ call: WireCall) throws(ServiceError) -> (index: Int, version: String?) {
        guard let found = prompts.find(call.parameters["prompt"] ?? "") else { throw missing(call) }
        return found
    }

    private func missing(_ call: WireCall) -> ServiceError {
        PromptLibrary.missing(call.parameters["prompt"] ?? "")
    }

    private func digest(_ call: WireCall, _ body: JSONValue) -> UInt64 {
        CanonicalRequest.hash(
            call.operation, call.request, body: call.body, json: body, ignoring: volatileNames)
    }

    /// Refuses a name that another prompt has.
    private func checkName(_ body: JSONValue, besides index: Int?) throws(ServiceError) {
        let name = body["name"]?.string ?? ""
        let holder = prompts.prompts.firstIndex { $0.name == name }
        guard holder == nil || holder == index else {
            throw Bedrock.Errors.refusal(
                "ConflictException", 409, "A prompt with the name \(name) already exists.")
        }
    }

    /// The default must be a variant, and each template of its type.
    private static func checkVariants(_ body: JSONValue) throws(ServiceError) {
        let variants = body["variants"]?.array ?? []
        if let name = body["defaultVariant"]?.string,
            !variants.contains(where: { $0["name"]?.string == name })
        {
            throw Bedrock.Errors.validation("The defaultVariant \(name) is none of the variants.")
        }
        for variant in variants {
            let type = variant["templateType"]?.string ?? ""
            guard variant["templateConfiguration"]?[type.lowercased()] != nil else {
                throw Bedrock.Errors.validation(
                    "The templateType \(type) does not fit the templateConfiguration.")
            }
        }
    }

    // MARK: Answers

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
        _ id: String, _ version: PromptLibrary.Version, _ call: WireCall, status: Int = 200,
        hasTemplate: Bool = true
    ) -> WireAnswer {
        var members: [JSONValue.Member] = []
        let template = hasTemplate ? ["defaultVariant", "variants"] : []
        for name in ["name", "description", "customerEncryptionKeyArn"] + template {
            if let value = version.body[name] { members.append(.init(name, value)) }
        }
        members += identity(id, version)
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
