import Encodings
import JSONSchemas

extension ChatWriter {
    /// The text with what a fault does to it.
    ///
    /// What a fault adds leaves an answer that is held to a schema within it: where no text of it has room, nothing is added.
    func spoilt(
        _ text: String, _ schema: JSONValue?, failure: SchemaFailure?, fault: FaultPlan.Kind?, hash: UInt64
    ) -> String {
        switch failure {
        case .malformed: return String(decoding: text.utf8.prefix(text.utf8.count * 2 / 3), as: UTF8.self)
        case .breaking: return JSONValue.members(["unexpected": .string(text)]).text()
        case nil: break
        }
        var added: String?
        if fault == .offBrand, !offBrand.isEmpty { added = offBrand[Int(hash % UInt64(offBrand.count))] }
        if fault == .canaryLeak, !canaries.isEmpty { added = canaries[Int(hash % UInt64(canaries.count))] }
        guard let added else { return text }
        let value = try? JSONParser.parse(text)
        guard let schema else {
            return value?.appended(" " + added).first?.text() ?? text + " " + added
        }
        let check = SchemaCheck(root: schema)
        return value?.appended(" " + added).first { check.violation($0) == nil }?.text() ?? text
    }
}

extension JSONValue {
    /// The value with a suffix at one of its texts, once for each of them, the last text first.
    fileprivate func appended(_ suffix: String) -> [JSONValue] {
        switch self {
        case .string(let text): return [.string(text + suffix)]
        case .array(let elements):
            return elements.indices.reversed().flatMap { index in
                elements[index].appended(suffix).map { changed in
                    var elements = elements
                    elements[index] = changed
                    return .array(elements)
                }
            }
        case .object(let members):
            return members.indices.reversed().flatMap { index in
                members[index].value.appended(suffix).map { changed in
                    var members = members
                    members[index].value = changed
                    return .object(members)
                }
            }
        default: return []
        }
    }
}
