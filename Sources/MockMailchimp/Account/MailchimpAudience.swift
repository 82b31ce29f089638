import Quantities

/// An audience that is there from the start.
///
/// Its contacts are subscribed, and each has a value for every merge field.
public struct MailchimpAudience: Sendable {
    public var id: String
    public var name: String
    /// Merge fields beyond the two of every list.
    public var mergeFields: [(tag: String, name: String)]
    public var contacts: [MailchimpDelivery.Recipient]

    public init(
        id: String, name: String, mergeFields: [(tag: String, name: String)],
        contacts: [MailchimpDelivery.Recipient]
    ) {
        self.id = id
        self.name = name
        self.mergeFields = mergeFields
        self.contacts = contacts
    }
}

extension MailchimpList {
    /// - Parameter webID: a number that no other list has.
    init(_ audience: MailchimpAudience, webID: Int) {
        self.init(
            id: audience.id, webID: webID, name: audience.name,
            settings: MailchimpAccount.defaultSettings, at: .start)
        for field in audience.mergeFields {
            let id = mergeFields.count + 1
            mergeFields.append(MergeField(id: id, tag: field.tag, name: field.name, type: "text"))
        }
        for contact in audience.contacts {
            var member = MailchimpMember(email: contact.email, status: .subscribed, at: .start)
            member.mergeFields = contact.mergeFields
            put(member)
        }
    }
}
