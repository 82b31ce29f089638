import Quantities

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

    func listProfiles(_ call: WireCall) -> WireAnswer {
        let base = Set(foundationModels.map(\.id))
        let profiles = self.profiles.filter { !base.contains($0.id) }.map { profile in
            JSONValue.members([
                "inferenceProfileName": .string(profile.id), "createdAt": .string(CivilTime(.start).iso),
                "inferenceProfileArn": .string(BedrockWire.arn("inference-profile/" + profile.id)),
                "models": .array([
                    .members([
                        "modelArn": .string(
                            BedrockWire.arn(
                                "foundation-model/" + BedrockWire.base(profile.id), account: false))
                    ])
                ]), "inferenceProfileId": .string(profile.id), "status": "ACTIVE", "type": "SYSTEM_DEFINED",
            ])
        }
        let wanted = call.request.parameter("type")
        let shown = wanted.map { $0 == "SYSTEM_DEFINED" } ?? true ? profiles : []
        return listed(AWSAnswer.json(.members(["inferenceProfileSummaries": .array(shown)]), call))
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
            "modelId": .string(profile.id), "modelName": .string(profile.id),
            "providerName": .string(BedrockWire.provider(profile.id)),
            "inputModalities": isMultimodal ? ["TEXT", "IMAGE"] : ["TEXT"], "outputModalities": ["TEXT"],
            "responseStreamingSupported": true, "customizationsSupported": [],
            "inferenceTypesSupported": ["ON_DEMAND"], "modelLifecycle": .members(["status": "ACTIVE"]),
        ])
    }
}
