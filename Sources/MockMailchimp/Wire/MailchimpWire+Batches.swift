import Encodings
import MockWire
import ServiceModels

/// Several contacts at once.
extension MailchimpWire {
    private static let mostInBatch = 500

    /// Up to 500 contacts at once; those that are wrong are told of and hold back no other.
    mutating func batchMembers(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let place = try account.listPlace(context.part("list"))
        let errors = MailchimpFields.Errors()
        let fields = MailchimpFields(try MailchimpWire.body(context), errors)
        fields.allow(["members", "update_existing", "sync_tags"])
        let isUpdating = fields.bool("update_existing") ?? false
        _ = fields.bool("sync_tags")
        let isLenient =
            try MailchimpQuery(
                context.call.request, filters: ["skip_merge_validation", "skip_duplicate_check"],
                isPaged: false
            )["skip_merge_validation"] == "true"
        let given = fields.array("members")
        if given == nil { errors.add("members", "This value should not be blank.") }
        if let count = given?.count, count > MailchimpWire.mostInBatch {
            errors.add(
                "members", "This collection should contain \(MailchimpWire.mostInBatch) elements or less.")
        }
        try errors.check()
        var (created, updated, failed): ([JSONValue], [JSONValue], [JSONValue]) = ([], [], [])
        for (index, value) in (given ?? []).enumerated() {
            let own = MailchimpFields.Errors()
            let body = MailchimpMemberBody(
                MailchimpFields(value, own), known: account.lists[place].mergeFields, isNew: true,
                isLenient: isLenient)
            let address = value["email_address"]?.string ?? ""
            if let problem = own.list.first {
                failed.append(
                    MailchimpWire.failure(address, "\(problem.field): \(problem.message)", "ERROR_GENERIC"))
                continue
            }
            if context.fault == .partialFailure, index % 2 == 1 {
                let detail = "The contact could not be saved. Please try again."
                failed.append(MailchimpWire.failure(address, detail, "ERROR_GENERIC"))
                continue
            }
            let isKnown = isActive(address, in: place)
            if isKnown, !isUpdating {
                let detail = MailchimpRefusal.exists(address).detail
                failed.append(MailchimpWire.failure(address, detail, "ERROR_CONTACT_EXISTS"))
                continue
            }
            let json = put(body, address, body.status ?? .subscribed, in: place, context)
            if isKnown { updated.append(json) } else { created.append(json) }
        }
        return Reply(
            json: .members([
                "new_members": .array(created), "updated_members": .array(updated), "errors": .array(failed),
                "total_created": .integer(created.count), "total_updated": .integer(updated.count),
                "error_count": .integer(failed.count),
            ]))
    }

    private static func failure(_ address: String, _ message: String, _ code: String) -> JSONValue {
        .members(["email_address": .string(address), "error": .string(message), "error_code": .string(code)])
    }
}
