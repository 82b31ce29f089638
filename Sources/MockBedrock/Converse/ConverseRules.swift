import Encodings
import JSONSchemas
import ServiceModels

/// What Converse asks of a conversation beyond the shapes of its members.
enum ConverseRules {
    /// Blocks that are no text.
    static let attachments = ["image", "document", "video", "audio"]

    /// - Throws: the first rule that the request breaks, in the service's words.
    static func check(_ body: JSONValue, model: String) throws(ServiceError) {
        try checkFeatures(body, model)
        try checkTools(body)
        try checkSchema(body)
        if let path = ConverseEcho.invalidPath(body) {
            throw Bedrock.Errors.validation(
                "The value \(path) in additionalModelResponseFieldPaths is no JSON Pointer; start it with a slash."
            )
        }
        let messages = body["messages"]?.array ?? []
        try checkTexts(body["system"]?.array ?? [], place: "system", block: "SystemContentBlock")
        guard let first = messages.first else { return }
        if first["role"]?.string != "user" {
            throw Bedrock.Errors.validation(
                "A conversation must start with a user message. Try again with a conversation that starts with a "
                    + "user message.")
        }
        for (index, message) in messages.enumerated() {
            let content = message["content"]?.array ?? []
            let place = "messages.\(index).content"
            if content.isEmpty {
                throw Bedrock.Errors.validation(
                    "The content field in the Message object at messages.\(index) is empty. Add a ContentBlock object "
                        + "to the content field and try again.")
            }
            try checkTexts(content, place: place, block: "ContentBlock")
            if content.contains(where: { $0["document"] != nil }),
                !content.contains(where: { $0["text"] != nil })
            {
                throw Bedrock.Errors.validation(
                    "The content at \(place) has a document and no text. Add a text block and try again.")
            }
        }
        try checkToolUses(messages, hasTools: body["toolConfig"] != nil)
    }

    private static func checkTexts(
        _ blocks: [JSONValue], place: String, block name: String
    ) throws(ServiceError) {
        for (index, block) in blocks.enumerated() {
            guard let text = block["text"]?.string ?? block["guardContent"]?["text"]?["text"]?.string,
                text.allSatisfy(\.isWhitespace)
            else { continue }
            throw Bedrock.Errors.validation(
                "The text field in the \(name) object at \(place).\(index) is blank. Add text to the text field, and "
                    + "try again.")
        }
    }

    /// What the older text models do not take.
    private static func checkFeatures(_ body: JSONValue, _ model: String) throws(ServiceError) {
        guard case .titan? = ModelFamily(model) else { return }
        if body["toolConfig"] != nil {
            throw Bedrock.Errors.validation("This model doesn't support tool use.")
        }
        if body["system"]?.array?.isEmpty == false {
            throw Bedrock.Errors.validation(
                "This model doesn't support system messages. Try again without a system message.")
        }
        for message in body["messages"]?.array ?? [] {
            for block in message["content"]?.array ?? []
            where ["image", "video", "audio"].contains(where: { block[$0] != nil }) {
                throw Bedrock.Errors.validation(
                    "This model doesn't support the content block that you provided. Try again without it.")
            }
        }
    }

    private static func checkTools(_ body: JSONValue) throws(ServiceError) {
        var names: [String] = []
        for (index, tool) in (body["toolConfig"]?["tools"]?.array ?? []).enumerated() {
            guard let spec = tool["toolSpec"], let name = spec["name"]?.string else { continue }
            let place = "toolConfig.tools.\(index).toolSpec"
            guard !name.isEmpty, name.utf8.allSatisfy(isNameCharacter) else {
                throw Bedrock.Errors.validation(
                    "1 validation error detected: Value '\(name)' at '\(place).name' failed to satisfy constraint: "
                        + "Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+")
            }
            guard name.utf8.count <= 64 else {
                throw Bedrock.Errors.validation(
                    "1 validation error detected: Value '\(name)' at '\(place).name' failed to satisfy constraint: "
                        + "Member must have length less than or equal to 64")
            }
            if names.contains(name) {
                throw Bedrock.Errors.validation(
                    "The tool \(name) at toolConfig.tools.\(index) is defined twice. Tool names must be unique."
                )
            }
            names.append(name)
            if let schema = spec["inputSchema"]?["json"], let refusal = SchemaRules.invalid(schema) {
                throw Bedrock.Errors.validation(
                    "The value at \(place).inputSchema.json is no valid JSON schema: \(refusal.message).")
            }
        }
        if let wanted = body["toolConfig"]?["toolChoice"]?["tool"]?["name"]?.string, !names.contains(wanted) {
            throw Bedrock.Errors.validation(
                "The value \(wanted) at toolConfig.toolChoice.tool.name is the name of no tool in toolConfig.tools."
            )
        }
    }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// The schema of an answer comes as text.
    private static func checkSchema(_ body: JSONValue) throws(ServiceError) {
        let place = "outputConfig.textFormat.structure.jsonSchema.schema"
        let structure = body["outputConfig"]?["textFormat"]?["structure"]
        guard let text = structure?["jsonSchema"]?["schema"]?.string else { return }
        let schema: JSONValue
        do throws(JSONParser.Failure) { schema = try JSONParser.parse(text) } catch {
            throw Bedrock.Errors.validation(
                "The value at \(place) is not JSON: \(error.message) at byte \(error.offset).")
        }
        if let refusal = SchemaRules.invalid(schema) {
            throw Bedrock.Errors.validation(
                "The value at \(place) is no valid JSON schema: \(refusal.message).")
        }
    }

    /// Every use of a tool has its result in the next turn, and every result its use in the turn before.
    private static func checkToolUses(_ messages: [JSONValue], hasTools: Bool) throws(ServiceError) {
        var open: [String] = []
        for (index, message) in messages.enumerated() {
            let content = message["content"]?.array ?? []
            let used = content.compactMap { $0["toolUse"]?["toolUseId"]?.string }
            let results = content.compactMap { $0["toolResult"]?["toolUseId"]?.string }
            if !hasTools, !used.isEmpty || !results.isEmpty {
                throw Bedrock.Errors.validation(
                    "The toolConfig field must be defined when using toolUse and toolResult content blocks.")
            }
            let missing = open.filter { !results.contains($0) }
            guard missing.isEmpty else {
                throw Bedrock.Errors.validation(
                    "Expected toolResult blocks at messages.\(index).content for the following Ids: "
                        + missing.joined(separator: ", "))
            }
            guard results.allSatisfy(open.contains), results.count <= open.count else {
                throw Bedrock.Errors.validation(
                    "The number of toolResult blocks at messages.\(index).content exceeds the number of toolUse blocks "
                        + "of previous turn.")
            }
            open = used
        }
    }
}
