import Encodings
import Writing

/// Reads the content of a message: text, or a list of parts. Images, sounds and files count as attachments.
enum OpenAIContent {
    static func read(
        _ fields: OpenAIFields, _ role: String, isRequired: Bool, _ attachments: inout Int
    ) throws(OpenAIRefusal) -> [PromptPart] {
        guard let value = isRequired ? try fields.required("content") : fields["content"] else { return [] }
        if let text = value.string { return [PromptPart(text)] }
        let place = fields.path("content")
        guard let elements = value.array else {
            throw OpenAIFields.wrongType(place, expected: "one of a string or array of objects", value)
        }
        var parts: [PromptPart] = []
        for (index, element) in elements.enumerated() {
            let part = try OpenAIFields(element, at: "\(place)[\(index)]")
            _ = try part.required("type")
            let type = try part.choice("type", of: types(role)) ?? ""
            try part.allow(["type", type])
            if type == "text" || type == "refusal" {
                parts.append(PromptPart(try part.requiredString(type)))
            } else {
                try check(try OpenAIFields(try part.required(type), at: part.path(type)), type)
                attachments += 1
            }
        }
        return parts
    }

    /// What each side may send.
    private static func types(_ role: String) -> [String] {
        switch role {
        case "user": ["text", "image_url", "input_audio", "file"]
        case "assistant": ["text", "refusal"]
        default: ["text"]
        }
    }

    private static func check(_ fields: OpenAIFields, _ type: String) throws(OpenAIRefusal) {
        switch type {
        case "image_url":
            try fields.allow(["url", "detail"])
            let url = try fields.requiredString("url")
            _ = try fields.choice("detail", of: ["auto", "low", "high", "original"])
            guard ["https://", "http://", "data:image/"].contains(where: url.lowercased().hasPrefix) else {
                throw OpenAIRefusal(
                    "Invalid '\(fields.path("url"))'. Expected a valid URL, but got a value with an invalid format.",
                    param: fields.path("url"), code: "invalid_value")
            }
        case "input_audio":
            try fields.allow(["data", "format"])
            _ = try fields.requiredString("data")
            _ = try fields.required("format")
            _ = try fields.choice("format", of: ["wav", "mp3"])
        default:
            try fields.allow(["file_data", "file_id", "filename"])
            for name in ["file_data", "file_id", "filename"] { _ = try fields.string(name) }
        }
    }
}
