import Encodings

/// A refusal in the terms of Mailchimp's API: a problem document (RFC 7807).
struct MailchimpRefusal: Error, Hashable {
    /// A member of the request that is wrong.
    struct FieldError: Hashable {
        /// With dots, such as `recipients.list_id`; empty for the whole.
        var field: String
        var message: String
    }

    var status: Int
    var title: String
    var detail: String
    var errors: [FieldError] = []

    init(_ status: Int, _ title: String, _ detail: String, errors: [FieldError] = []) {
        self.status = status
        self.title = title
        self.detail = detail
        self.errors = errors
    }

    /// - Parameter instance: names this occurrence, as a UUID.
    func json(instance: String) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("type", "https://mailchimp.com/developer/marketing/docs/errors/"),
            .init("title", .string(title)),
            .init("status", .integer(status)), .init("detail", .string(detail)),
            .init("instance", .string(instance)),
        ]
        if !errors.isEmpty {
            members.append(
                .init(
                    "errors",
                    .array(
                        errors.map { .members(["field": .string($0.field), "message": .string($0.message)]) })
                ))
        }
        return .object(members)
    }
}

extension MailchimpRefusal {
    static func invalid(_ errors: [FieldError]) -> MailchimpRefusal {
        MailchimpRefusal(
            400, "Invalid Resource",
            "The resource submitted could not be validated. For field-specific details, see the 'errors' array.",
            errors: errors)
    }

    static func invalid(_ field: String, _ message: String) -> MailchimpRefusal {
        invalid([FieldError(field: field, message: message)])
    }

    static func bad(_ detail: String) -> MailchimpRefusal { MailchimpRefusal(400, "Bad Request", detail) }

    static let notFound = MailchimpRefusal(
        404, "Resource Not Found", "The requested resource could not be found.")
    static let noKey = MailchimpRefusal(
        401, "API Key Missing", "Your request did not include an API key.")
    static let wrongKey = MailchimpRefusal(
        401, "API Key Invalid",
        "Your API key may be invalid, or you've attempted to access the wrong datacenter.")
    static let tooMany = MailchimpRefusal(
        429, "Too Many Requests", "You have exceeded the limit of 10 simultaneous connections.")
    static let server = MailchimpRefusal(
        500, "Internal Server Error", "An unexpected internal error has occurred. Please contact Support.")

    static func exists(_ email: String) -> MailchimpRefusal {
        MailchimpRefusal(
            400, "Member Exists",
            "\(email) is already a list member. Use PUT to insert or update list members.")
    }
}
