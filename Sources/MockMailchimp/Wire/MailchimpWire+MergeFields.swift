import Encodings
import MockWire

/// Merge fields of a list.
extension MailchimpWire {
    private static let mostMergeFields = 30

    private func places(_ context: Context) throws(MailchimpRefusal) -> (list: Int, field: Int) {
        let list = try account.listPlace(context.part("list"))
        guard let id = Int(context.part("field")),
            let field = account.lists[list].mergeFields.firstIndex(where: { $0.id == id })
        else { throw .notFound }
        return (list, field)
    }

    func getMergeFields(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(context.call.request, filters: ["type", "required"], isPaged: true)
        let list = account.lists[try account.listPlace(context.part("list"))]
        let fields = list.mergeFields.filter { field in
            (query["type"].map { $0 == field.type } ?? true)
                && (query["required"].map { ($0 == "true") == field.isRequired } ?? true)
        }
        let json = query.page("merge_fields", fields, with: [.init("list_id", .string(list.id))]) {
            $0.json(listID: list.id)
        }
        return Reply(json: query.projected(json))
    }

    func getMergeField(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(context.call.request, isPaged: false)
        let (place, field) = try places(context)
        let list = account.lists[place]
        return Reply(json: query.projected(list.mergeFields[field].json(listID: list.id)))
    }

    mutating func addMergeField(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let place = try account.listPlace(context.part("list"))
        let list = account.lists[place]
        let errors = MailchimpFields.Errors()
        let body = MailchimpMergeFieldBody(
            MailchimpFields(try MailchimpWire.body(context), errors), isNew: true)
        let id = list.nextMergeFieldID
        let tag = body.tag ?? "MMERGE\(id)"
        MailchimpWire.checkFree(tag, in: list.mergeFields, errors)
        if list.mergeFields.count >= MailchimpWire.mostMergeFields {
            errors.add("", "A list has at most \(MailchimpWire.mostMergeFields) merge fields.")
        }
        try errors.check()
        let field = body.applied(
            to: .init(id: id, tag: tag, name: body.name ?? "", type: body.type ?? "text"))
        account.lists[place].mergeFields.append(field)
        return Reply(json: field.json(listID: list.id))
    }

    mutating func updateMergeField(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let (place, index) = try places(context)
        let old = account.lists[place].mergeFields[index]
        let errors = MailchimpFields.Errors()
        let body = MailchimpMergeFieldBody(
            MailchimpFields(try MailchimpWire.body(context), errors), isNew: false)
        if let type = body.type, type != old.type {
            errors.add("type", "The type of a merge field cannot be changed.")
        }
        if let tag = body.tag {
            let others = account.lists[place].mergeFields.filter { $0.id != old.id }
            MailchimpWire.checkFree(tag, in: others, errors)
        }
        try errors.check()
        let field = body.applied(to: old)
        account.lists[place].mergeFields[index] = field
        if field.tag != old.tag { account.lists[place].renameMergeValues(old.tag, to: field.tag) }
        return Reply(json: field.json(listID: account.lists[place].id))
    }

    /// Takes a field away, and every contact's value of it.
    mutating func deleteMergeField(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let (place, index) = try places(context)
        let field = account.lists[place].mergeFields.remove(at: index)
        account.lists[place].deletedMergeFields.append(field.id)
        account.lists[place].renameMergeValues(field.tag, to: nil)
        return .done
    }

    private static func checkFree(
        _ tag: String, in fields: [MailchimpList.MergeField], _ errors: MailchimpFields.Errors
    ) {
        if fields.contains(where: { $0.tag == tag }) {
            errors.add("tag", "A Merge Field with the tag \"\(tag)\" already exists for this list.")
        }
    }
}
