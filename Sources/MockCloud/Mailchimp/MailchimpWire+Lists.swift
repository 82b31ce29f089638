import Quantities

/// Lists and their merge fields.
extension MailchimpWire {
    private static let mostMergeFields = 30

    func getLists(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(context.call.request, filters: ["email"], isPaged: true)
        let lists = account.lists.filter { list in query["email"].map { list.place(of: $0) != nil } ?? true }
        let json = query.page("lists", lists) { $0.json() }
        return Reply(json: query.projected(json))
    }

    mutating func addList(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let errors = MailchimpFields.Errors()
        let body = MailchimpListBody(
            MailchimpFields(try MailchimpWire.body(context), errors), isNew: true)
        try errors.check()
        var list = MailchimpList(
            id: context.newID, webID: account.takeWebID(), name: "", settings: [], at: context.call.now)
        body.applied(to: &list)
        account.lists.append(list)
        return Reply(json: list.json())
    }

    func getList(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(
            context.call.request, filters: ["include_total_contacts"], isPaged: false)
        let list = account.lists[try account.listPlace(context.part("list"))]
        return Reply(json: query.projected(list.json()))
    }

    mutating func updateList(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let place = try account.listPlace(context.part("list"))
        let errors = MailchimpFields.Errors()
        let body = MailchimpListBody(
            MailchimpFields(try MailchimpWire.body(context), errors), isNew: false)
        try errors.check()
        body.applied(to: &account.lists[place])
        return Reply(json: account.lists[place].json())
    }

    mutating func deleteList(_ context: Context) throws(MailchimpRefusal) -> Reply {
        account.lists.remove(at: try account.listPlace(context.part("list")))
        return .done
    }

    func getMergeFields(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(context.call.request, filters: ["type"], isPaged: true)
        let list = account.lists[try account.listPlace(context.part("list"))]
        let fields = list.mergeFields.filter { field in query["type"].map { $0 == field.type } ?? true }
        let json = query.page("merge_fields", fields, with: [.init("list_id", .string(list.id))]) {
            $0.json(listID: list.id)
        }
        return Reply(json: query.projected(json))
    }

    mutating func addMergeField(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let place = try account.listPlace(context.part("list"))
        let list = account.lists[place]
        let errors = MailchimpFields.Errors()
        let fields = MailchimpFields(try MailchimpWire.body(context), errors)
        fields.allow([
            "tag", "name", "type", "required", "default_value", "public", "display_order", "options",
            "help_text",
        ])
        let name = fields.string("name", isRequired: true) ?? ""
        let type = fields.choice("type", of: MailchimpList.MergeField.types, isRequired: true) ?? "text"
        let id = (list.mergeFields.last?.id ?? 0) + 1
        let tag = (fields.string("tag") ?? "MMERGE\(id)").uppercased()
        let isTag = tag.utf8.allSatisfy {
            (0x41...0x5a).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
        }
        if !(1...10).contains(tag.utf8.count) || !isTag {
            errors.add("tag", "A tag has 1 to 10 letters, digits and underscores.")
        }
        if list.mergeFields.contains(where: { $0.tag == tag }) {
            errors.add("tag", "A Merge Field with the tag \"\(tag)\" already exists for this list.")
        }
        if list.mergeFields.count >= MailchimpWire.mostMergeFields {
            errors.add("", "A list has at most \(MailchimpWire.mostMergeFields) merge fields.")
        }
        try errors.check()
        let field = MailchimpList.MergeField(id: id, tag: tag, name: name, type: type)
        account.lists[place].mergeFields.append(field)
        return Reply(json: field.json(listID: list.id))
    }
}
