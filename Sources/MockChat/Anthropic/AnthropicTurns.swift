import Encodings
import MockWire

/// Rules of a conversation: who starts, what may be empty, and that every use of a tool has its result.
enum AnthropicTurns {
    static func check(_ messages: [JSONValue]) throws(AnthropicMessages.Malformed) {
        if messages.first?["role"]?.string != "user" {
            throw .init("messages: first message must use the \"user\" role")
        }
        var open: [String] = []
        for (index, message) in messages.enumerated() {
            let isLast = index == messages.count - 1
            if isEmpty(message["content"]), !(isLast && message["role"]?.string == "assistant") {
                throw .init(
                    "messages.\(index): all messages must have non-empty content except for the optional final "
                        + "assistant message")
            }
            let results = ids(message, type: "tool_result", member: "tool_use_id")
            for id in results where !open.contains(id) {
                throw .init(
                    "messages.\(index).content: unexpected `tool_use_id` found in `tool_result` blocks: \(id). Each "
                        + "`tool_result` block must have a corresponding `tool_use` block in the previous message."
                )
            }
            let missing = open.filter { !results.contains($0) }
            guard missing.isEmpty else {
                throw .init(
                    "messages.\(index - 1): `tool_use` ids were found without `tool_result` blocks immediately after: "
                        + missing.joined(separator: ", "))
            }
            open = message["role"]?.string == "assistant" ? ids(message, type: "tool_use", member: "id") : []
        }
    }

    static func hasToolResult(_ message: JSONValue) -> Bool {
        message["content"]?.array?.contains { $0["type"]?.string == "tool_result" } ?? false
    }

    private static func isEmpty(_ content: JSONValue?) -> Bool {
        content?.string?.isEmpty ?? content?.array?.isEmpty ?? false
    }

    private static func ids(_ message: JSONValue, type: String, member: String) -> [String] {
        (message["content"]?.array ?? []).compactMap {
            $0["type"]?.string == type ? $0[member]?.string : nil
        }
    }
}
