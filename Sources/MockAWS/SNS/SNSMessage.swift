import Encodings
import Quantities
import ServiceModels

/// A message to be published, checked.
struct SNSMessage: Sendable {
    var text: String
    var subject: String?
    /// One text for each protocol, where the sender wrote the message so.
    var structure: JSONValue?
    var attributes: [SNSAttribute]

    /// Takes the message's parameters out of a form.
    init(_ form: inout QueryForm) throws(ServiceError) {
        guard let text = form.take("Message") else { throw SNSWire.lacking("Message") }
        self.text = text
        subject = form.take("Subject")
        if let subject, !SNSMessage.isSubject(subject) { throw SNS.Errors.invalid("Subject") }
        attributes = []
        for entry in form.takeEntries("MessageAttributes.entry") {
            let attribute = try SNSMessage.attribute(entry)
            guard !attributes.contains(where: { $0.name == attribute.name }) else {
                throw SNSMessage.wrong("The message attribute '\(attribute.name)' is given twice.")
            }
            attributes.append(attribute)
        }
        if let kind = form.take("MessageStructure") {
            guard kind == "json" else { throw SNS.Errors.invalid("MessageStructure") }
            structure = try SNSMessage.structure(text)
        }
        if form.take("MessageDeduplicationId") != nil {
            throw SNS.Errors.invalid(
                "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid "
                    + "for this topic type")
        }
        _ = form.take("MessageGroupId")
        if text.isEmpty { throw SNS.Errors.invalid("Empty message") }
        if size > SNS.maximumBytes { throw SNS.Errors.invalid("Message too long") }
    }

    var attributeBytes: Int {
        attributes.reduce(0) { $0 + $1.name.utf8.count + $1.type.utf8.count + $1.value.utf8.count }
    }

    /// What is limited and billed.
    var size: Int { text.utf8.count + attributeBytes }

    /// The text for a protocol.
    func text(for kind: String) -> String {
        guard let structure else { return text }
        return structure[kind]?.string ?? structure["default"]?.string ?? text
    }

    /// Less than 100 characters without line breaks and control characters, as the service's model says.
    private static func isSubject(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        return (1..<100).contains(scalars.count)
            && !scalars.contains {
                SNSWire.isControl($0) || $0.properties.generalCategory == .lineSeparator
                    || $0.properties.generalCategory == .paragraphSeparator
            }
    }

    private static func structure(_ text: String) throws(ServiceError) -> JSONValue {
        guard let value = try? JSONParser.parse(text), case .object(let members) = value else {
            throw SNS.Errors.invalid("Message Structure - JSON message body failed to parse")
        }
        guard value["default"] != nil else {
            throw SNS.Errors.invalid("Message Structure - No default entry in JSON message body")
        }
        for member in members where member.value.string == nil {
            throw SNS.Errors.invalid("Message Structure - \(member.key) must be a string")
        }
        return value
    }

    private static func attribute(_ entry: QueryForm) throws(ServiceError) -> SNSAttribute {
        var entry = entry
        let name = entry.take("Name") ?? ""
        if let problem = SNSAttribute.problem(ofName: name) { throw wrong(problem) }
        let type = entry.take("Value.DataType") ?? ""
        let text = entry.take("Value.StringValue")
        let bytes = entry.take("Value.BinaryValue")
        if let unknown = entry.unknown { throw SNS.Errors.invalid("MessageAttributes." + unknown) }
        let root = type.prefix { $0 != "." }
        guard SNSAttribute.isType(type) else {
            throw wrong(
                "The message attribute '\(name)' has an invalid message attribute type, the set of supported type prefixes "
                    + "is Binary, Number, and String.")
        }
        guard let value = root == "Binary" ? bytes : text, !value.isEmpty else {
            throw wrong(
                "The message attribute '\(name)' must contain non-empty message attribute value for message attribute "
                    + "type '\(type)'.")
        }
        guard bytes == nil || text == nil else {
            throw wrong("The message attribute '\(name)' has more than one value.")
        }
        if root == "Binary", Base64.decoded(value) == nil {
            throw wrong("The message attribute '\(name)' has a binary value that is not base 64.")
        }
        if root == "Number", !SNSAttribute.isNumber(value) {
            throw wrong("Could not cast message attribute '\(name)' value to number.")
        }
        return SNSAttribute(name: name, type: type, value: value)
    }

    private static func wrong(_ message: String) -> ServiceError {
        ServiceError(.sns, code: "ParameterValueInvalid", status: 400, message: message, isRetryable: false)
    }
}
