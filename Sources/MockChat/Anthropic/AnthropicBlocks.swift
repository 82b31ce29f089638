import Encodings
import MockWire

/// Checks of the blocks of a conversation: the members of each, and where a cache may be asked for.
enum AnthropicBlocks {
    private typealias Malformed = AnthropicMessages.Malformed

    private static let members: [String: Set<String>] = [
        "text": ["text", "citations"], "image": ["source"],
        "document": ["source", "title", "context", "citations"],
        "tool_use": ["id", "name", "input", "caller", "toolset_name"],
        "tool_result": ["tool_use_id", "content", "is_error"],
        "thinking": ["thinking", "signature"], "redacted_thinking": ["data"],
    ]
    private static let required: [String: [String]] = [
        "image": ["source"], "document": ["source"], "tool_use": ["id", "name", "input"],
        "tool_result": ["tool_use_id"], "thinking": ["thinking", "signature"], "redacted_thinking": ["data"],
    ]
    private static let sources: [String: [String]] = [
        "base64": ["media_type", "data"], "url": ["url"], "file": ["file_id"],
        "text": ["media_type", "data"],
        "content": ["content"],
    ]
    private static let imageTypes = ["image/jpeg", "image/png", "image/gif", "image/webp"]
    private static let mostCachedBlocks = 4

    /// Refuses members with any other name. Answers that are sent back have members that are null.
    static func allow(
        _ names: Set<String>, _ value: JSONValue, at place: String
    ) throws(AnthropicMessages.Malformed) {
        for member in value.memberList ?? [] where !names.contains(member.key) && member.value != .null {
            throw Malformed("\(place).\(member.key): Extra inputs are not permitted")
        }
    }

    /// - Throws: the first thing that the API would not take. The types of blocks were checked before.
    static func check(_ body: JSONValue) throws(AnthropicMessages.Malformed) {
        var cached = 0
        for (index, tool) in (body["tools"]?.array ?? []).enumerated() {
            try checkCache(tool, at: "tools.\(index)", &cached)
        }
        try check(body["system"], at: "system", &cached)
        let messages = body["messages"]?.array ?? []
        for (index, message) in messages.enumerated() {
            try allow(["role", "content"], message, at: "messages.\(index)")
            try check(message["content"], at: "messages.\(index).content", &cached)
        }
        guard cached <= mostCachedBlocks else {
            throw Malformed(
                "A maximum of \(mostCachedBlocks) blocks with cache_control may be provided. Found \(cached)."
            )
        }
        if let last = messages.last, last["role"]?.string == "assistant" {
            let block = last["content"]?.array?.last
            let text =
                last["content"]?.string ?? (block?["type"]?.string == "text" ? block?["text"]?.string : nil)
            if text?.last?.isWhitespace ?? false {
                throw Malformed("messages: final assistant content cannot end with trailing whitespace")
            }
        }
        if body["cache_control"] != nil {
            var own = 0
            try checkCache(body, at: "", &own)
        }
    }

    private static func check(
        _ content: JSONValue?, at place: String, _ cached: inout Int
    ) throws(AnthropicMessages.Malformed) {
        for (index, block) in (content?.array ?? []).enumerated() {
            guard let type = block["type"]?.string, let own = members[type] else { continue }
            let here = "\(place).\(index).\(type)"
            try allow(own.union(["type", "cache_control"]), block, at: here)
            let needed = required[type] ?? []
            for name in needed where block[name] == nil {
                throw Malformed("\(here).\(name): Field required")
            }
            try checkCache(block, at: here, &cached)
            switch type {
            case "text": try checkText(block["text"]?.string ?? "")
            case "image", "document": try checkSource(block["source"] ?? .null, type, at: here + ".source")
            case "tool_use":
                if block["input"]?.isObject != true {
                    throw Malformed("\(here).input: Input should be a valid dictionary")
                }
            case "tool_result": try check(block["content"], at: here + ".content", &cached)
            default: break
            }
        }
    }

    private static func checkText(_ text: String) throws(AnthropicMessages.Malformed) {
        if text.isEmpty { throw Malformed("messages: text content blocks must be non-empty") }
        if text.allSatisfy(\.isWhitespace) {
            throw Malformed("messages: text content blocks must contain non-whitespace text")
        }
    }

    private static func checkSource(
        _ source: JSONValue, _ type: String, at place: String
    ) throws(AnthropicMessages.Malformed) {
        let kind = source["type"]?.string ?? ""
        let isKnown = type == "document" || !["text", "content"].contains(kind)
        guard isKnown, let names = sources[kind] else {
            throw Malformed(
                "\(place): Input tag '\(kind)' found using 'type' does not match any of the expected tags")
        }
        try allow(Set(names + ["type"]), source, at: "\(place).\(kind)")
        for name in names where source[name] == nil {
            throw Malformed("\(place).\(kind).\(name): Field required")
        }
        if type == "image", kind == "base64", !imageTypes.contains(source["media_type"]?.string ?? "") {
            throw Malformed(
                "\(place).base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'"
            )
        }
    }

    /// Counts a block that asks for a cache.
    private static func checkCache(
        _ block: JSONValue, at place: String, _ cached: inout Int
    ) throws(AnthropicMessages.Malformed) {
        guard let control = block["cache_control"], control != .null else { return }
        let here = place.isEmpty ? "cache_control" : place + ".cache_control"
        guard control["type"]?.string == "ephemeral" else {
            throw Malformed(
                "\(here): Input tag '\(control["type"]?.string ?? "")' found using 'type' does not match any of the "
                    + "expected tags: 'ephemeral'")
        }
        try allow(["type", "ttl", "scope"], control, at: here + ".ephemeral")
        if let lifetime = control["ttl"], !["5m", "1h"].contains(lifetime.string) {
            throw Malformed("\(here).ephemeral.ttl: Input should be '5m' or '1h'")
        }
        cached += 1
    }
}
