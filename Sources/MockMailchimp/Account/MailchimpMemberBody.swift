import Encodings
import Quantities

/// What a request says of a contact; absent members stay as they are.
struct MailchimpMemberBody {
    var email: String?
    var status: MailchimpMember.Status?
    /// Of a contact that is not in the list yet.
    var statusIfNew: MailchimpMember.Status?
    private var emailType: String?
    private var language: String?
    private var isVIP: Bool?
    private var mergeFields: [JSONValue.Member] = []
    private var tags: [String]?
    private var givenTags: [String] = []

    private static let members: Set<String> = [
        "email_address", "status", "status_if_new", "email_type", "merge_fields", "interests", "language",
        "vip",
        "location", "marketing_permissions", "ip_signup", "timestamp_signup", "ip_opt", "timestamp_opt",
        "tags",
    ]

    /// - Parameters:
    ///   - known: the merge fields of the list.
    ///   - isNew: whether address and status must be there, and a value of every required merge field.
    ///   - isLenient: whether values of merge fields are taken whatever they are.
    init(
        _ fields: MailchimpFields, known: [MailchimpList.MergeField], isNew: Bool, isLenient: Bool = false
    ) {
        fields.allow(MailchimpMemberBody.members)
        let statuses = MailchimpMember.Status.settable
        email = fields.email("email_address", isRequired: isNew)
        status = fields.choice("status", of: statuses, isRequired: isNew).flatMap(MailchimpMember.Status.init)
        statusIfNew = fields.choice("status_if_new", of: statuses).flatMap(MailchimpMember.Status.init)
        emailType = fields.choice("email_type", of: ["html", "text"])
        language = fields.string("language")
        isVIP = fields.bool("vip")
        tags = fields.strings("tags")
        _ = fields.object("interests")
        _ = fields.object("location")
        _ = fields.objects("marketing_permissions")
        for name in ["ip_signup", "timestamp_signup", "ip_opt", "timestamp_opt"] { _ = fields.string(name) }
        let merge = fields.object("merge_fields")
        let given = merge.members
        givenTags = given.map(\.key)
        for member in merge.members {
            guard let field = known.first(where: { $0.tag == member.key }) else {
                merge.errors.add(merge.path(member.key), "This merge field does not exist in the list")
                continue
            }
            if !isLenient, let problem = field.problem(member.value) {
                merge.errors.add(merge.path(member.key), problem)
            } else {
                mergeFields.append(member)
            }
        }
        if isNew, !isLenient { requireValues(known, fields.errors) }
    }

    /// Reports required merge fields of which the request says nothing. A value that is wrong was told of before.
    func requireValues(_ known: [MailchimpList.MergeField], _ errors: MailchimpFields.Errors) {
        for field in known where field.isRequired && !givenTags.contains(field.tag) {
            errors.add("merge_fields.\(field.tag)", "Please enter a value")
        }
    }

    /// The contact with what the request says of it.
    func applied(
        to member: MailchimpMember, known: [MailchimpList.MergeField], at now: SimulatedInstant
    ) -> MailchimpMember {
        var member = member
        if let email { member.email = email }
        if let status { member.status = status }
        if let emailType { member.emailType = emailType }
        if let language { member.language = language }
        if let isVIP { member.isVIP = isVIP }
        for tag in tags ?? [] where !member.tags.contains(tag) { member.tags.append(tag) }
        let old = member.mergeFields
        member.mergeFields = known.map { field in
            let given = mergeFields.last { $0.key == field.tag } ?? old.first { $0.key == field.tag }
            return .init(field.tag, given?.value ?? .string(field.defaultValue))
        }
        member.changed = now
        return member
    }
}
