import Encodings
import MockWire
import Quantities
import ServiceModels

/// The list of models.
extension BedrockWire {
    func listModels(_ call: WireCall) -> WireAnswer {
        let provider = call.request.parameter("byProvider")?.lowercased()
        let output = call.request.parameter("byOutputModality")
        let inference = call.request.parameter("byInferenceType")
        let models = foundationModels.filter { profile in
            (provider.map { BedrockWire.provider(profile.id).lowercased() == $0 } ?? true)
                && (output.map { $0 == "TEXT" } ?? true) && (inference.map { $0 == "ON_DEMAND" } ?? true)
                && call.request.parameter("byCustomizationType") == nil
        }
        return listed(AWSAnswer.json(.members(["modelSummaries": .array(models.map(summary))]), call))
    }

    func getModel(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let given = call.parameters["modelId"] ?? ""
        let id = given.split(separator: "/").last.map(String.init) ?? given
        guard let profile = foundationModels.first(where: { $0.id == id }) else {
            throw Bedrock.Errors.refusal(
                "ResourceNotFoundException", 404,
                "Could not resolve the foundation model from the model identifier: \(given)")
        }
        return listed(AWSAnswer.json(.members(["modelDetails": summary(profile)]), call))
    }

    /// Models behind a geographic prefix.
    private var inferenceProfiles: [ModelProfile] {
        profiles.filter { BedrockWire.base($0.id) != $0.id }
    }

    func listProfiles(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let wanted = call.request.parameter("type") ?? "SYSTEM_DEFINED"
        let shown = wanted == "SYSTEM_DEFINED" ? inferenceProfiles : []
        let range = try page(shown.count, call)
        return BedrockWire.listed(
            "inferenceProfileSummaries", shown[range].map(inferenceProfile), range, of: shown.count, call)
    }

    func getProfile(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let given = call.parameters["profile"] ?? ""
        let id = given.split(separator: "/").last.map(String.init) ?? given
        guard let profile = inferenceProfiles.first(where: { $0.id == id }) else {
            throw Bedrock.Errors.refusal(
                "ResourceNotFoundException", 404, "The inference profile \(given) does not exist.")
        }
        return listed(AWSAnswer.json(inferenceProfile(profile), call))
    }

    private func inferenceProfile(_ profile: ModelProfile) -> JSONValue {
        let base = BedrockWire.base(profile.id)
        let area = profile.id.prefix { $0 != "." }.uppercased()
        let name = [area, BedrockWire.provider(base), ModelName.readable(base)].joined(separator: " ")
        return .members([
            "inferenceProfileName": .string(name), "createdAt": .string(CivilTime(.start).iso),
            "updatedAt": .string(CivilTime(.start).iso),
            "inferenceProfileArn": .string(BedrockWire.arn("inference-profile/" + profile.id)),
            "models": .array([
                .members([
                    "modelArn": .string(BedrockWire.arn("foundation-model/" + base, account: false))
                ])
            ]), "inferenceProfileId": .string(profile.id), "status": "ACTIVE", "type": "SYSTEM_DEFINED",
        ])
    }

    func listed(_ answer: WireAnswer) -> WireAnswer {
        var answer = answer
        answer.serviceTime = Bedrock.refusalTime
        return answer
    }

    /// Models without a geographic prefix.
    private var foundationModels: [ModelProfile] { profiles.filter { BedrockWire.base($0.id) == $0.id } }

    private static func base(_ id: String) -> String {
        MockDecks.geographicPrefixes.first { id.hasPrefix($0) }.map { String(id.dropFirst($0.count)) } ?? id
    }

    private static func provider(_ id: String) -> String {
        switch id.split(separator: ".").first {
        case "anthropic": "Anthropic"
        case "amazon": "Amazon"
        case "meta": "Meta"
        case "mistral": "Mistral AI"
        case let other: String(other ?? "")
        }
    }

    private func summary(_ profile: ModelProfile) -> JSONValue {
        let isMultimodal =
            profile.id.contains("claude") || profile.id.contains("nova-lite")
            || profile.id.contains("nova-pro")
        return .members([
            "modelArn": .string(BedrockWire.arn("foundation-model/" + profile.id, account: false)),
            "modelId": .string(profile.id), "modelName": .string(ModelName.readable(profile.id)),
            "providerName": .string(BedrockWire.provider(profile.id)),
            "inputModalities": isMultimodal ? ["TEXT", "IMAGE"] : ["TEXT"], "outputModalities": ["TEXT"],
            "responseStreamingSupported": true, "customizationsSupported": [],
            "inferenceTypesSupported": ["ON_DEMAND"], "modelLifecycle": .members(["status": "ACTIVE"]),
        ])
    }
}
