import Encodings
import MockWire

/// Contacts of a list.
extension MailchimpWire {
    /// A contact of the path's list that was not deleted for good.
    private func places(_ context: Context) throws(MailchimpRefusal) -> (list: Int, member: Int) {
        let list = try account.listPlace(context.part("list"))
        guard let member = account.lists[list].place(of: context.part("member")) else { throw .notFound }
        return (list, member)
    }

    private static func skipsMergeValidation(_ context: Context) throws(MailchimpRefusal) -> Bool {
        let query = try MailchimpQuery(
            context.call.request, filters: ["skip_merge_validation"], isPaged: false)
        return query["skip_merge_validation"] == "true"
    }

    /// Whether an address is in a list and not archived.
    func isActive(_ email: String, in place: Int) -> Bool {
        account.lists[place].place(of: email).map { account.lists[place][$0].status != .archived } ?? false
    }

    func getMembers(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(
            context.call.request, filters: ["status", "email_type", "vip_only"], isPaged: true)
        let list = account.lists[try account.listPlace(context.part("list"))]
        let members = list.members.filter { member in
            (query["status"].map { $0 == member.status.rawValue } ?? (member.status != .archived))
                && (query["email_type"].map { $0 == member.emailType } ?? true)
                && (query["vip_only"] != "true" || member.isVIP)
        }
        let json = query.page("members", members, with: [.init("list_id", .string(list.id))]) {
            $0.json(listID: list.id)
        }
        return Reply(json: query.projected(json))
    }

    func getMember(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(context.call.request, isPaged: false)
        let (place, member) = try places(context)
        let list = account.lists[place]
        return Reply(json: query.projected(list[member].json(listID: list.id)))
    }

    mutating func addMember(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let isLenient = try MailchimpWire.skipsMergeValidation(context)
        let place = try account.listPlace(context.part("list"))
        let errors = MailchimpFields.Errors()
        let body = MailchimpMemberBody(
            MailchimpFields(try MailchimpWire.body(context), errors), known: account.lists[place].mergeFields,
            isNew: true, isLenient: isLenient)
        try errors.check()
        guard let email = body.email, let status = body.status else { throw .server }
        if isActive(email, in: place) { throw .exists(email) }
        return Reply(json: put(body, email, status, in: place, context))
    }

    /// Inserts or updates: a contact that is not there needs an address and a status of its own.
    mutating func setMember(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let isLenient = try MailchimpWire.skipsMergeValidation(context)
        let place = try account.listPlace(context.part("list"))
        let errors = MailchimpFields.Errors()
        let known = account.lists[place].place(of: context.part("member"))
        let body = MailchimpMemberBody(
            MailchimpFields(try MailchimpWire.body(context), errors), known: account.lists[place].mergeFields,
            isNew: false, isLenient: isLenient)
        if known == nil {
            if !isLenient { body.requireValues(account.lists[place].mergeFields, errors) }
            if body.email == nil { errors.add("email_address", "This value should not be blank.") }
            if body.statusIfNew == nil, body.status == nil {
                errors.add("status_if_new", "This value should not be blank.")
            }
        }
        try errors.check()
        if let known { return Reply(json: try change(body, at: known, in: place, context)) }
        guard let email = body.email, let status = body.status ?? body.statusIfNew else { throw .server }
        return Reply(json: put(body, email, status, in: place, context))
    }

    mutating func updateMember(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let isLenient = try MailchimpWire.skipsMergeValidation(context)
        let (place, member) = try places(context)
        let errors = MailchimpFields.Errors()
        let body = MailchimpMemberBody(
            MailchimpFields(try MailchimpWire.body(context), errors), known: account.lists[place].mergeFields,
            isNew: false, isLenient: isLenient)
        try errors.check()
        return Reply(json: try change(body, at: member, in: place, context))
    }

    /// Adds a contact, or brings one back. No copy of the list is held meanwhile, so that its contacts stay in place.
    mutating func put(
        _ body: MailchimpMemberBody, _ email: String, _ status: MailchimpMember.Status, in place: Int,
        _ context: Context
    ) -> JSONValue {
        var member =
            account.lists[place].place(of: email).map { account.lists[place][$0] }
            ?? MailchimpMember(email: email, status: status, at: context.call.now)
        member.status = status
        member = body.applied(
            to: member, known: account.lists[place].mergeFields, at: context.call.now)
        account.lists[place].put(member)
        return member.json(listID: account.lists[place].id)
    }

    private mutating func change(
        _ body: MailchimpMemberBody, at known: Int, in place: Int, _ context: Context
    ) throws(MailchimpRefusal) -> JSONValue {
        if let email = body.email, let other = account.lists[place].place(of: email), other != known {
            throw .exists(email)
        }
        let member = body.applied(
            to: account.lists[place][known], known: account.lists[place].mergeFields, at: context.call.now)
        account.lists[place].put(member, at: known)
        return member.json(listID: account.lists[place].id)
    }

    mutating func archiveMember(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let (place, known) = try places(context)
        var member = account.lists[place][known]
        guard member.status != .archived else { throw .notFound }
        member.status = .archived
        member.changed = context.call.now
        account.lists[place].put(member, at: known)
        return .done
    }

    mutating func deleteMember(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let (place, known) = try places(context)
        account.lists[place].remove(at: known)
        return .done
    }

    func getMemberTags(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(context.call.request, isPaged: true)
        let (place, known) = try places(context)
        let member = account.lists[place][known]
        let json = query.page("tags", member.tags) {
            .members(["name": .string($0), "date_added": MailchimpTime.json(member.changed)])
        }
        return Reply(json: query.projected(json))
    }

    mutating func updateMemberTags(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let (place, known) = try places(context)
        let errors = MailchimpFields.Errors()
        let fields = MailchimpFields(try MailchimpWire.body(context), errors)
        fields.allow(["tags", "is_syncing"])
        if !fields.has("tags") { errors.add("tags", "This value should not be blank.") }
        var member = account.lists[place][known]
        for tag in fields.objects("tags") ?? [] {
            tag.allow(["name", "status"])
            let status = tag.choice("status", of: ["active", "inactive"], isRequired: true)
            guard let name = tag.string("name", isRequired: true) else { continue }
            member.tags.removeAll { $0 == name }
            if status == "active" { member.tags.append(name) }
        }
        try errors.check()
        account.lists[place].put(member, at: known)
        return .done
    }
}
