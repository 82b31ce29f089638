import Encodings

/// What a request says of a list.
struct MailchimpListBody {
    let name: String?
    private var settings: [JSONValue.Member] = []

    private static let contact = ["company", "address1", "city", "state", "zip", "country"]

    /// - Parameter isNew: whether everything that a list needs must be there.
    init(_ fields: MailchimpFields, isNew: Bool) {
        fields.allow([
            "name", "contact", "permission_reminder", "campaign_defaults", "email_type_option",
            "use_archive_bar",
            "notify_on_subscribe", "notify_on_unsubscribe", "double_optin", "marketing_permissions",
        ])
        name = fields.string("name", isRequired: isNew)
        let contact = fields.object("contact", isRequired: isNew)
        contact.allow(Set(MailchimpListBody.contact + ["address2", "phone"]))
        if !contact.members.isEmpty {
            for name in ["company", "address1", "city", "country"] {
                _ = contact.string(name, isRequired: true)
            }
            for name in ["address2", "state", "zip", "phone"] { _ = contact.string(name) }
        }
        _ = fields.string("permission_reminder", isRequired: isNew)
        let defaults = fields.object("campaign_defaults", isRequired: isNew)
        defaults.allow(["from_name", "from_email", "subject", "language"])
        if !defaults.members.isEmpty {
            _ = defaults.string("from_name", isRequired: true)
            _ = defaults.email("from_email", isRequired: true)
            _ = defaults.string("subject")
            _ = defaults.string("language", isRequired: true)
        }
        if fields.bool("email_type_option") == nil, isNew, !fields.has("email_type_option") {
            fields.errors.add("email_type_option", "This value should not be blank.")
        }
        for name in ["use_archive_bar", "double_optin", "marketing_permissions"] { _ = fields.bool(name) }
        for name in ["notify_on_subscribe", "notify_on_unsubscribe"] { _ = fields.string(name) }
        settings = fields.members.filter { $0.key != "name" && $0.value != .null }
    }

    func applied(to list: inout MailchimpList) {
        if let name { list.name = name }
        for member in settings {
            list.settings.removeAll { $0.key == member.key }
            list.settings.append(member)
        }
    }

    static func settings(
        company: String, permissionReminder: String, fromName: String, fromEmail: String
    ) -> [JSONValue.Member] {
        [
            .init(
                "contact",
                .members([
                    "company": .string(company), "address1": "1 Example Street", "city": "Example",
                    "state": "",
                    "zip": "00000", "country": "US",
                ])), .init("permission_reminder", .string(permissionReminder)),
            .init(
                "campaign_defaults",
                .members([
                    "from_name": .string(fromName), "from_email": .string(fromEmail), "subject": "",
                    "language": "en",
                ])), .init("email_type_option", false),
        ]
    }
}
