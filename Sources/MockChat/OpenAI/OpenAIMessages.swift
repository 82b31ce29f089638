import ServiceModels
import Writing

/// Reads `messages`: who said what, and that every call of a tool has its result.
enum OpenAIMessages {
    private static let roles = ["system", "developer", "user", "assistant", "tool"]

    static func read(_ fields: OpenAIFields, into prompt: inout ChatPrompt) throws(OpenAIRefusal) {
        _ = try fields.required("messages")
        let messages = try fields.array("messages") ?? []
        guard !messages.isEmpty else {
            throw OpenAIRefusal(
                "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array "
                    + "instead.", param: "messages", code: "empty_array")
        }
        var instructions: [ChatPrompt.Turn] = []
        var turns: [ChatPrompt.Turn] = []
        var pending = PendingToolCalls()
        for (index, message) in messages.enumerated() {
            let own = try OpenAIFields(message, at: "messages[\(index)]")
            _ = try own.required("role")
            let role = try own.choice("role", of: roles) ?? ""
            if role != "tool" { try pending.expectNone() }
            switch role {
            case "system", "developer":
                try own.allow(["role", "content", "name"])
                instructions.append(
                    .init(.system, try OpenAIContent.read(own, role, isRequired: true, &prompt.attachments)))
            case "user":
                try own.allow(["role", "content", "name"])
                turns.append(
                    .init(.user, try OpenAIContent.read(own, role, isRequired: true, &prompt.attachments)))
            case "assistant": turns.append(try assistant(own, &pending, &prompt.attachments))
            default:
                try own.allow(["role", "content", "tool_call_id", "name"])
                try pending.answer(try own.requiredString("tool_call_id"), at: own.place)
                turns.append(
                    .init(.tool, try OpenAIContent.read(own, role, isRequired: true, &prompt.attachments)))
            }
        }
        try pending.expectNone()
        prompt.turns = instructions + turns
    }

    private static func assistant(
        _ fields: OpenAIFields, _ pending: inout PendingToolCalls, _ attachments: inout Int
    ) throws(OpenAIRefusal) -> ChatPrompt.Turn {
        try fields.allow(["role", "content", "refusal", "name", "tool_calls", "audio", "annotations"])
        if fields["audio"] != nil { throw OpenAIRequest.unsupported(fields.path("audio")) }
        let calls = try fields.array("tool_calls") ?? []
        var parts = try OpenAIContent.read(
            fields, "assistant", isRequired: calls.isEmpty && fields["refusal"] == nil, &attachments)
        if let refusal = try fields.string("refusal") { parts.append(PromptPart(refusal)) }
        for (index, value) in calls.enumerated() {
            let call = try OpenAIFields(value, at: "\(fields.path("tool_calls"))[\(index)]")
            try call.allow(["id", "type", "function"])
            pending.add(try call.requiredString("id"), at: fields.place)
            _ = try call.choice("type", of: ["function"])
            let function = try OpenAIFields(try call.required("function"), at: call.path("function"))
            try function.allow(["name", "arguments"])
            let name = try function.requiredString("name")
            parts.append(PromptPart(name + " " + (try function.requiredString("arguments"))))
        }
        return .init(.assistant, parts)
    }
}

/// Calls of tools that no message has answered yet.
private struct PendingToolCalls {
    private var ids: [String] = []
    private var isOpen = false
    private var place = ""

    mutating func add(_ id: String, at place: String) {
        ids.append(id)
        isOpen = true
        self.place = place
    }

    mutating func answer(_ id: String, at place: String) throws(OpenAIRefusal) {
        guard isOpen else {
            throw OpenAIRefusal(
                "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
                    + "'tool_calls'.", param: place + ".role")
        }
        guard let index = ids.firstIndex(of: id) else {
            throw OpenAIRefusal(
                "Invalid parameter: 'tool_call_id' of '\(id)' not found in 'tool_calls' of previous message.",
                param: place + ".tool_call_id")
        }
        ids.remove(at: index)
    }

    /// Refuses where results are missing; afterwards no result is expected.
    mutating func expectNone() throws(OpenAIRefusal) {
        isOpen = false
        guard !ids.isEmpty else { return }
        throw OpenAIRefusal(
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
                + "'tool_call_id'. The following tool_call_ids did not have response messages: "
                + ids.joined(separator: ", "), param: place)
    }
}
