package import Encodings
package import MockWire

/// The JSON body of a chat request, before any of its members is looked at.
package enum ChatBody {
    /// What is wrong with it; every provider says it in its own words.
    package enum Problem: Error, Hashable {
        /// The `Content-Type` as sent.
        case contentType(String)
        case notUTF8
        /// Where the text stops being JSON, in bytes.
        case syntax(offset: Int, String)
        case notObject
    }

    /// - Throws: what is wrong. A request without a `Content-Type` is taken for JSON.
    package static func object(_ call: WireCall) throws(Problem) -> JSONValue {
        if let type = call.request.headers["Content-Type"] {
            let name = type.split(separator: ";").first.map { $0.lowercased().filter { $0 != " " } } ?? ""
            guard name == "application/json" else { throw .contentType(type) }
        }
        if let parsed = call.parsed, parsed.isObject { return parsed }
        guard String(validating: call.body, as: UTF8.self) != nil else { throw .notUTF8 }
        let value: JSONValue
        do { value = try JSONParser.parse(call.body) } catch {
            throw .syntax(offset: error.offset, error.message)
        }
        guard value.isObject else { throw .notObject }
        return value
    }
}
