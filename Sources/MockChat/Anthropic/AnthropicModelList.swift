import Encodings
import MockWire
import Quantities

/// `GET /v1/models` in Anthropic's form, page by page.
enum AnthropicModelList {
    static func page(_ ids: [String], _ request: WireRequest) throws(AnthropicRefusal) -> JSONValue {
        var limit = 20
        if let text = request.parameter("limit") {
            guard let number = Int(text), (1...1_000).contains(number) else {
                throw AnthropicRefusal("limit: Input should be an integer in 1..1000")
            }
            limit = number
        }
        var rest = ids[...]
        if let after = request.parameter("after_id") {
            guard let index = ids.firstIndex(of: after) else { throw unknownCursor("after_id", after) }
            rest = ids[(index + 1)...]
        }
        if let before = request.parameter("before_id") {
            guard let index = rest.firstIndex(of: before) else { throw unknownCursor("before_id", before) }
            rest = rest[..<index]
        }
        let isBackwards = request.parameter("before_id") != nil && request.parameter("after_id") == nil
        let page = isBackwards ? rest.suffix(limit) : rest.prefix(limit)
        return .members([
            "data": .array(page.map(model)), "has_more": .bool(page.count < rest.count),
            "first_id": page.first.map(JSONValue.string) ?? .null,
            "last_id": page.last.map(JSONValue.string) ?? .null,
        ])
    }

    static func model(_ id: String) -> JSONValue {
        .members([
            "type": "model", "id": .string(id), "display_name": .string(displayName(id)),
            "created_at": .string(CivilTime(.start).iso), "lifecycle": "active",
        ])
    }

    private static func unknownCursor(_ name: String, _ id: String) -> AnthropicRefusal {
        AnthropicRefusal("\(name): there is no model '\(id)'")
    }

    /// `claude-haiku-4-5` reads `Claude Haiku 4.5`; a date at the end is left out.
    private static func displayName(_ id: String) -> String {
        var name = ""
        var wasNumber = false
        for part in id.split(separator: "-") where part.count != 8 || Int(part) == nil {
            let isNumber = Int(part) != nil
            name += name.isEmpty ? "" : wasNumber && isNumber ? "." : " "
            name += part.prefix(1).uppercased() + part.dropFirst()
            wasNumber = isNumber
        }
        return name
    }
}
