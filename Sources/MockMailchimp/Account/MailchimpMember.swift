import Encodings
import Quantities

/// A contact of a list.
struct MailchimpMember: Sendable {
    enum Status: String, Sendable, CaseIterable {
        case subscribed, unsubscribed, cleaned, pending, transactional, archived

        /// Those that a request may set.
        static let settable = ["subscribed", "unsubscribed", "cleaned", "pending", "transactional"]
    }

    var email: String
    var status: Status
    var emailType = "html"
    var language = ""
    var isVIP = false
    /// Values of merge fields by tag, in the order of the list's fields.
    var mergeFields: [JSONValue.Member] = []
    var tags: [String] = []
    var signedUp: SimulatedInstant
    var changed: SimulatedInstant

    init(email: String, status: Status, at now: SimulatedInstant) {
        self.email = email
        self.status = status
        signedUp = now
        changed = now
    }

    /// What names the contact in paths: MD5 of the address in lower case.
    var hash: String { MailchimpMember.hash(of: email) }

    static func hash(of email: String) -> String { MD5.hex(Array(email.lowercased().utf8)) }

    /// A merge field's value as text; empty if it has none.
    func mergeText(_ tag: String) -> String {
        guard let value = mergeFields.first(where: { $0.key == tag })?.value else { return "" }
        return value.string ?? value.text()
    }

    func json(listID: String) -> JSONValue {
        let id = hash
        var key = Fingerprint()
        key.combine(listID)
        key.combine(id)
        let name = (mergeText("FNAME") + " " + mergeText("LNAME")).split(separator: " ").joined(
            separator: " ")
        return .members([
            "id": .string(id), "email_address": .string(email),
            "unique_email_id": .string(String(key.hex.prefix(10))),
            "contact_id": .string(MD5.hex(Array((listID + id).utf8))), "full_name": .string(name),
            "web_id": .integer(Int(key.value % 1_000_000_000)), "email_type": .string(emailType),
            "status": .string(status.rawValue), "consents_to_one_to_one_messaging": true,
            "merge_fields": .object(mergeFields), "interests": .object([]),
            "stats": .members(["avg_open_rate": 0, "avg_click_rate": 0]), "ip_signup": "",
            "timestamp_signup": MailchimpTime.json(signedUp), "ip_opt": "",
            "timestamp_opt": MailchimpTime.json(signedUp), "member_rating": 2,
            "last_changed": MailchimpTime.json(changed), "language": .string(language), "vip": .bool(isVIP),
            "email_client": "", "tags_count": .integer(tags.count),
            "tags": .array(
                tags.map { .members(["id": .integer(MailchimpMember.tagID($0)), "name": .string($0)]) }),
            "source": "API - Generic", "list_id": .string(listID),
        ])
    }

    /// The same for the same name.
    private static func tagID(_ name: String) -> Int {
        var key = Fingerprint()
        key.combine(name)
        return Int(key.value % 10_000_000)
    }
}
