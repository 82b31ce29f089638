import Encodings

/// Reads the members of an object in a request and collects everything that is wrong with them, in Mailchimp's words.
struct MailchimpFields {
    /// What is wrong, in all objects of one request.
    final class Errors {
        private(set) var list: [MailchimpRefusal.FieldError] = []

        func add(_ field: String, _ message: String) {
            list.append(MailchimpRefusal.FieldError(field: field, message: message))
        }

        func check() throws(MailchimpRefusal) {
            if !list.isEmpty { throw .invalid(list) }
        }
    }

    let members: [JSONValue.Member]
    let errors: Errors
    private let prefix: String

    /// - Parameter value: anything but an object, `null` or nothing is reported.
    init(_ value: JSONValue?, _ errors: Errors, prefix: String = "") {
        self.errors = errors
        self.prefix = prefix
        members = value?.memberList ?? []
        if let value, value != .null, value.memberList == nil {
            errors.add(prefix, MailchimpFields.wrongType("object", value))
        }
    }

    func path(_ name: String) -> String { prefix.isEmpty ? name : "\(prefix).\(name)" }

    /// A member; nil where it is absent or `null`.
    subscript(name: String) -> JSONValue? {
        guard let member = members.first(where: { $0.key == name }), member.value != .null else { return nil }
        return member.value
    }

    func has(_ name: String) -> Bool { self[name] != nil }

    /// Reports members with any other name.
    func allow(_ names: Set<String>) {
        for member in members where !names.contains(member.key) {
            errors.add(path(member.key), "This field is not supported")
        }
    }

    func string(_ name: String, isRequired: Bool = false) -> String? {
        guard let value = self[name] else {
            if isRequired { errors.add(path(name), "This value should not be blank.") }
            return nil
        }
        guard let text = value.string else {
            errors.add(path(name), MailchimpFields.wrongType("string", value))
            return nil
        }
        if isRequired, text.allSatisfy(\.isWhitespace) {
            errors.add(path(name), "This value should not be blank.")
            return nil
        }
        return text
    }

    func choice(_ name: String, of choices: [String], isRequired: Bool = false) -> String? {
        guard let text = string(name, isRequired: isRequired) else { return nil }
        if choices.contains(text) { return text }
        errors.add(
            path(name),
            "The value you selected is not a valid choice: one of \(choices.joined(separator: ", "))")
        return nil
    }

    func bool(_ name: String) -> Bool? {
        guard let value = self[name] else { return nil }
        guard let flag = value.bool else {
            errors.add(path(name), MailchimpFields.wrongType("boolean", value))
            return nil
        }
        return flag
    }

    func integer(_ name: String) -> Int? {
        guard let value = self[name] else { return nil }
        guard let number = value.integer else {
            errors.add(path(name), MailchimpFields.wrongType("integer", value))
            return nil
        }
        return number
    }

    func object(_ name: String, isRequired: Bool = false) -> MailchimpFields {
        if isRequired, !has(name) { errors.add(path(name), "This value should not be blank.") }
        return MailchimpFields(self[name], errors, prefix: path(name))
    }

    func array(_ name: String) -> [JSONValue]? {
        guard let value = self[name] else { return nil }
        guard let elements = value.array else {
            errors.add(path(name), MailchimpFields.wrongType("array", value))
            return nil
        }
        return elements
    }

    func strings(_ name: String) -> [String]? {
        array(name)?.enumerated().compactMap { index, element in
            if element.string == nil {
                errors.add("\(path(name)).item:\(index)", MailchimpFields.wrongType("string", element))
            }
            return element.string
        }
    }

    func objects(_ name: String) -> [MailchimpFields]? {
        array(name)?.enumerated().map { index, element in
            MailchimpFields(element, errors, prefix: "\(path(name)).item:\(index)")
        }
    }

    /// An e-mail address.
    func email(_ name: String, isRequired: Bool = false) -> String? {
        guard let text = string(name, isRequired: isRequired) else { return nil }
        if MailchimpFields.isEmail(text) { return text }
        errors.add(path(name), "This value is not a valid email address.")
        return nil
    }

    /// A name, an `@` and a domain with a dot, all in visible ASCII.
    static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            return false
        }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count > 1 && !labels.contains { $0.isEmpty }
    }

    private static func wrongType(_ expected: String, _ value: JSONValue) -> String {
        "Schema describes \(expected), \(kind(value)) found instead"
    }

    private static func kind(_ value: JSONValue) -> String {
        switch value {
        case .null: "NULL"
        case .bool: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
