import Encodings

/// What a request says of a merge field.
struct MailchimpMergeFieldBody {
    let name: String?
    let type: String?
    let tag: String?
    private let isRequired: Bool?
    private let defaultValue: String?
    private let isPublic: Bool?
    private let displayOrder: Int?
    private let helpText: String?
    private let options: [JSONValue.Member]

    /// - Parameter isNew: whether name and type must be there.
    init(_ fields: MailchimpFields, isNew: Bool) {
        fields.allow([
            "tag", "name", "type", "required", "default_value", "public", "display_order", "options",
            "help_text",
        ])
        name = fields.string("name", isRequired: isNew || fields.members.contains { $0.key == "name" })
        type = fields.choice("type", of: MailchimpList.MergeField.types, isRequired: isNew)
        tag = fields.string("tag")?.uppercased()
        isRequired = fields.bool("required")
        defaultValue = fields.string("default_value")
        isPublic = fields.bool("public")
        displayOrder = fields.integer("display_order")
        helpText = fields.string("help_text")
        let options = fields.object("options")
        options.allow(["default_country", "phone_format", "date_format", "choices", "size"])
        for name in ["default_country", "size"] { _ = options.integer(name) }
        for name in ["phone_format", "date_format"] { _ = options.string(name) }
        let choices = options.strings("choices") ?? []
        if let type, isNew, MailchimpList.MergeField.listTypes.contains(type), choices.isEmpty {
            options.errors.add(options.path("choices"), "This value should not be blank.")
        }
        self.options = options.members
        if let tag { MailchimpMergeFieldBody.check(tag, fields) }
    }

    private static func check(_ tag: String, _ fields: MailchimpFields) {
        let isTag = tag.utf8.allSatisfy {
            (0x41...0x5a).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
        }
        if !(1...10).contains(tag.utf8.count) || !isTag {
            fields.errors.add("tag", "A tag has 1 to 10 letters, digits and underscores.")
        }
    }

    /// The field with what the request says of it.
    func applied(to field: MailchimpList.MergeField) -> MailchimpList.MergeField {
        var field = field
        if let name { field.name = name }
        if let tag { field.tag = tag }
        if let isRequired { field.isRequired = isRequired }
        if let defaultValue { field.defaultValue = defaultValue }
        if let isPublic { field.isPublic = isPublic }
        if let displayOrder { field.displayOrder = displayOrder }
        if let helpText { field.helpText = helpText }
        for member in options {
            field.options.removeAll { $0.key == member.key }
            field.options.append(member)
        }
        return field
    }
}
