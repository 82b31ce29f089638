import Encodings
import MockWire
import Quantities
import ServiceModels

extension BedrockWire {
    /// The guardrail that a request names; nil if it names none.
    func guardrail(_ config: JSONValue?) throws(ServiceError) -> Guardrail? {
        guard let id = config?["guardrailIdentifier"]?.string, !id.isEmpty else { return nil }
        return try guardrail(id: id, version: config?["guardrailVersion"]?.string ?? "DRAFT")
    }

    /// The guardrail that the headers of InvokeModel name; nil if they name none.
    func guardrail(_ headers: WireRequest) throws(ServiceError) -> Guardrail? {
        guard let id = headers.headers["X-Amzn-Bedrock-GuardrailIdentifier"], !id.isEmpty else { return nil }
        return try guardrail(
            id: id, version: headers.headers["X-Amzn-Bedrock-GuardrailVersion"] ?? "DRAFT")
    }

    private func guardrail(id: String, version: String) throws(ServiceError) -> Guardrail {
        let name = id.split(separator: "/").last.map(String.init) ?? id
        guard let found = guardrails.first(where: { $0.id == name }), found.has(version: version) else {
            throw Bedrock.Errors.refusal(
                "ResourceNotFoundException", 404,
                "The guardrail identifier or version provided in the request does not exist.")
        }
        return found
    }

    func applyGuardrail(_ call: WireCall, _ body: JSONValue) throws(ServiceError) -> WireAnswer {
        let guardrail = try guardrail(
            id: call.parameters["guardrail"] ?? "", version: call.parameters["version"] ?? "")
        let texts = body["content"]?.array?.compactMap { $0["text"]?["text"]?.string } ?? []
        let check = guardrail.check(texts)
        let characters = JSONValue.integer(check.characters)
        let coverage = JSONValue.members([
            "textCharacters": .members(["guarded": characters, "total": characters])
        ])
        var answer = AWSAnswer.json(
            .members([
                "usage": .members([
                    "topicPolicyUnits": 0, "contentPolicyUnits": 0, "wordPolicyUnits": .integer(check.units),
                    "sensitiveInformationPolicyUnits": 0, "sensitiveInformationPolicyFreeUnits": 0,
                    "contextualGroundingPolicyUnits": 0,
                ]), "action": .string(check.isBlocked ? "GUARDRAIL_INTERVENED" : "NONE"),
                "actionReason": .string(check.isBlocked ? "Guardrail blocked." : "No action."),
                "outputs": .array(
                    check.isBlocked ? [.members(["text": .string(Guardrail.blockedInput)])] : []),
                "assessments": .array(check.isBlocked ? [guardrail.assessment(check)] : []),
                "guardrailCoverage": coverage,
            ]), call)
        answer.usage = Guardrail.usage(check)
        answer.serviceTime = .milliseconds(100)
        return answer
    }
}
