import Encodings
import MockChat
import ServiceModels
import Writing

/// Reads `messages` of `inference:complete`: a system message may come first, then users and assistants take turns, and
/// a user has the last word.
enum CortexMessages {
    static func read(_ fields: OpenAIFields, into prompt: inout ChatPrompt) throws(OpenAIRefusal) {
        _ = try fields.required("messages")
        let messages = try fields.array("messages") ?? []
        var last: String?
        for (index, message) in messages.enumerated() {
            let own = try OpenAIFields(message, at: "messages[\(index)]")
            try own.allow(["role", "content", "content_list"])
            let role = try own.choice("role", of: ["system", "user", "assistant"]) ?? "user"
            if role == "system", index > 0 {
                throw OpenAIRefusal(
                    "\(own.place): a 'system' message must be the first message", param: own.place)
            }
            if role == last || (role == "assistant" && last != "user") {
                throw OpenAIRefusal(
                    "\(own.place): 'user' and 'assistant' messages must alternate, starting with 'user'",
                    param: own.place)
            }
            last = role
            prompt.turns.append(try turn(own, role, &prompt.attachments))
        }
        guard last == "user" else {
            throw OpenAIRefusal("a 'user' message must be the last message in the list", param: "messages")
        }
    }

    private static func turn(
        _ fields: OpenAIFields, _ role: String, _ attachments: inout Int
    ) throws(OpenAIRefusal) -> ChatPrompt.Turn {
        var parts: [PromptPart] = []
        if let text = try fields.string("content"), !text.isEmpty { parts.append(PromptPart(text)) }
        let list = try fields.array("content_list") ?? []
        guard fields["content"] != nil || !list.isEmpty else {
            throw OpenAIRefusal(
                "\(fields.place): 'content' or 'content_list' is required", param: fields.place)
        }
        var hasResults = false
        for (index, element) in list.enumerated() {
            let part = try OpenAIFields(element, at: "\(fields.path("content_list"))[\(index)]")
            _ = try part.required("type")
            let types = ["text", "image", "tool_use", "tool_results", "anthropic", "openai"]
            switch try part.choice("type", of: types) ?? "" {
            case "text": parts.append(PromptPart(try part.requiredString("text")))
            case "image":
                _ = try OpenAIFields(try part.required("details"), at: part.path("details"))
                attachments += 1
            case let type where type == "tool_use" || type == "tool_results":
                let own = try OpenAIFields(try part.required(type), at: part.path(type))
                _ = try own.requiredString("tool_use_id")
                _ = try own.requiredString("name")
                parts.append(PromptPart(try part.required(type).text()))
                hasResults = hasResults || type == "tool_results"
            default: parts.append(PromptPart(element.text()))
            }
        }
        // What a tool gave is no word of the user.
        let own = ChatPrompt.Role(rawValue: role) ?? .user
        return .init(hasResults ? .tool : own, parts)
    }
}
