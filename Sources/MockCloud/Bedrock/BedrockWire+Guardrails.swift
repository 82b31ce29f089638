import Quantities

extension BedrockWire {
    /// The guardrail that a request names; nil if it names none.
    func guardrail(_ config: JSONValue?) throws(ServiceError) -> Guardrail? {
        guard let id = config?["guardrailIdentifier"]?.string, !id.isEmpty else { return nil }
        return try guardrail(id: id)
    }

    private func guardrail(id: String) throws(ServiceError) -> Guardrail {
        let name = id.split(separator: "/").last.map(String.init) ?? id
        guard let found = guardrails.first(where: { $0.id == name }) else {
            throw Bedrock.Errors.refusal(
                "ResourceNotFoundException", 404,
                "The guardrail identifier or version provided in the request does not exist.")
        }
        return found
    }

    /// The answer in place of a blocked one.
    func intervened(
        _ guardrail: Guardrail, _ check: Guardrail.Check, _ call: WireCall, isInput: Bool, isStream: Bool,
        isTraced: Bool, _ blocked: ConverseResponse? = nil, _ time: SimulatedDuration = .milliseconds(100),
        _ usage: Usage = Usage()
    ) -> WireAnswer {
        let response = ConverseResponse(
            text: Guardrail.blockedInput, stopReason: .guardrail, tokens: blocked?.tokens ?? TokenCounts(),
            firstToken: time)
        let trace = isTraced ? guardrail.trace(check, isInput: isInput) : nil
        var answer =
            isStream
            ? WireAnswer(
                headers: [
                    AWSAnswer.requestID(call.uuid()), WireHeader("Content-Type", EventStream.contentType),
                ],
                body: .frames(
                    ConverseBody.events(response, time: time, trace: trace, call).map {
                        EventStream.event($0.name, $0.data, due: $0.due)
                    }, isCut: false))
            : AWSAnswer.json(ConverseBody.answer(response, time: time, trace: trace, call), call)
        answer.usage = usage
        answer.usage.add(
            (check.characters + 999) / 1_000, to: Meter(.bedrock, "wordPolicyUnits", .guardrailTextUnits))
        answer.serviceTime = time
        return answer
    }

    func applyGuardrail(_ call: WireCall, _ body: JSONValue) throws(ServiceError) -> WireAnswer {
        let guardrail = try guardrail(id: call.parameters["guardrail"] ?? "")
        let texts = body["content"]?.array?.compactMap { $0["text"]?["text"]?.string } ?? []
        let checks = texts.map(guardrail.check)
        let matches = checks.flatMap(\.matches)
        let characters = checks.reduce(0) { $0 + $1.characters }
        let units = texts.reduce(0) { $0 + guardrail.units($1) }
        let isBlocked = !matches.isEmpty
        let check = Guardrail.Check(matches: matches, characters: characters)
        let coverage = JSONValue.members([
            "textCharacters": .members(["guarded": .integer(characters), "total": .integer(characters)])
        ])
        var answer = AWSAnswer.json(
            .members([
                "usage": .members([
                    "topicPolicyUnits": 0, "contentPolicyUnits": 0, "wordPolicyUnits": .integer(units),
                    "sensitiveInformationPolicyUnits": 0, "sensitiveInformationPolicyFreeUnits": 0,
                    "contextualGroundingPolicyUnits": 0,
                ]), "action": .string(isBlocked ? "GUARDRAIL_INTERVENED" : "NONE"),
                "actionReason": .string(isBlocked ? "Guardrail blocked." : "No action."),
                "outputs": .array(isBlocked ? [.members(["text": .string(Guardrail.blockedInput)])] : []),
                "assessments": .array(isBlocked ? [guardrail.assessment(check)] : []),
                "guardrailCoverage": coverage,
            ]), call)
        answer.usage.add(units, to: Meter(.bedrock, "wordPolicyUnits", .guardrailTextUnits))
        answer.serviceTime = .milliseconds(100)
        return answer
    }
}
