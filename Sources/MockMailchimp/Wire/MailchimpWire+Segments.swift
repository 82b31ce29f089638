import Encodings
import MockWire
import ServiceModels

/// Segments of a list and their contacts.
extension MailchimpWire {
    private func places(_ context: Context) throws(MailchimpRefusal) -> (list: Int, segment: Int) {
        let list = try account.listPlace(context.part("list"))
        guard let id = Int(context.part("segment")),
            let segment = account.lists[list].segments.firstIndex(where: { $0.id == id })
        else { throw .notFound }
        return (list, segment)
    }

    func getSegments(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(
            context.call.request, filters: ["type", "include_cleaned", "include_transactional"], isPaged: true
        )
        let list = account.lists[try account.listPlace(context.part("list"))]
        let segments = list.segments.filter { segment in query["type"].map { $0 == segment.type } ?? true }
        let json = query.page("segments", segments, with: [.init("list_id", .string(list.id))]) {
            $0.json(in: list)
        }
        return Reply(json: query.projected(json))
    }

    func getSegment(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(context.call.request, isPaged: false)
        let (place, segment) = try places(context)
        let list = account.lists[place]
        return Reply(json: query.projected(list.segments[segment].json(in: list)))
    }

    /// Reads `static_segment` or `options`; nil where neither is given.
    private func content(
        _ fields: MailchimpFields, _ list: MailchimpList
    ) -> MailchimpSegment.Content? {
        fields.allow(["name", "static_segment", "options"])
        if fields.has("static_segment"), fields.has("options") {
            fields.errors.add("options", "A segment has either contacts or conditions.")
        }
        if let addresses = fields.strings("static_segment") {
            // Addresses that are not in the list are left out.
            return .fixed(
                Set(addresses.map { MailchimpMember.hash(of: $0) }.filter { list.place(of: $0) != nil }))
        }
        guard fields.has("options") else { return nil }
        let conditions = MailchimpConditions(fields.object("options"), list: list)
        if conditions.conditions.isEmpty {
            fields.errors.add("options.conditions", "This value should not be blank.")
        }
        return .saved(conditions)
    }

    mutating func addSegment(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let place = try account.listPlace(context.part("list"))
        let list = account.lists[place]
        let errors = MailchimpFields.Errors()
        let fields = MailchimpFields(try MailchimpWire.body(context), errors)
        let name = fields.string("name", isRequired: true) ?? ""
        let content = content(fields, list)
        if content == nil, errors.list.isEmpty {
            errors.add("static_segment", "A segment needs `static_segment` or `options`.")
        }
        if list.segments.contains(where: { $0.name == name }) {
            errors.add("name", "A segment named '\(name)' already exists in this list.")
        }
        try errors.check()
        guard let content else { throw .server }
        let id = max(1_000, list.segments.map(\.id).max() ?? 0) + 1
        let segment = MailchimpSegment(id: id, name: name, content: content, at: context.call.now)
        account.lists[place].segments.append(segment)
        return Reply(json: segment.json(in: account.lists[place]))
    }

    mutating func updateSegment(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let (place, index) = try places(context)
        let list = account.lists[place]
        var segment = list.segments[index]
        let errors = MailchimpFields.Errors()
        let fields = MailchimpFields(try MailchimpWire.body(context), errors)
        let content = content(fields, list)
        let name = fields.string("name", isRequired: fields.members.contains { $0.key == "name" })
        try errors.check()
        if let name { segment.name = name }
        if let content { segment.content = content }
        segment.updated = context.call.now
        account.lists[place].segments[index] = segment
        return Reply(json: segment.json(in: account.lists[place]))
    }

    mutating func deleteSegment(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let (place, segment) = try places(context)
        account.lists[place].segments.remove(at: segment)
        return .done
    }

    func getSegmentMembers(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(
            context.call.request,
            filters: ["include_cleaned", "include_transactional", "include_unsubscribed"], isPaged: true)
        let (place, segment) = try places(context)
        let list = account.lists[place]
        let members = list.members(of: list.segments[segment]).filter { member in
            switch member.status {
            case .cleaned: query["include_cleaned"] == "true"
            case .transactional: query["include_transactional"] == "true"
            case .unsubscribed: query["include_unsubscribed"] == "true"
            default: true
            }
        }
        return Reply(
            json: query.projected(query.page("members", members) { $0.json(listID: list.id) }))
    }

    /// The hashes of a segment that names its contacts.
    private func fixed(_ list: Int, _ segment: Int) throws(MailchimpRefusal) -> Set<String> {
        guard case .fixed(let hashes) = account.lists[list].segments[segment].content else {
            throw .bad(
                "Contacts of a saved segment follow from its conditions and cannot be added or removed.")
        }
        return hashes
    }

    mutating func addSegmentMember(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let (place, segment) = try places(context)
        var hashes = try fixed(place, segment)
        let errors = MailchimpFields.Errors()
        let fields = MailchimpFields(try MailchimpWire.body(context), errors)
        fields.allow(["email_address"])
        let email = fields.email("email_address", isRequired: true)
        try errors.check()
        let list = account.lists[place]
        guard let email, let known = list.place(of: email) else { throw .notFound }
        hashes.insert(list[known].hash)
        account.lists[place].segments[segment].content = .fixed(hashes)
        account.lists[place].segments[segment].updated = context.call.now
        return Reply(json: list[known].json(listID: list.id))
    }

    mutating func removeSegmentMember(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let (place, segment) = try places(context)
        var hashes = try fixed(place, segment)
        guard let known = account.lists[place].place(of: context.part("member")),
            hashes.remove(account.lists[place][known].hash) != nil
        else { throw .notFound }
        account.lists[place].segments[segment].content = .fixed(hashes)
        account.lists[place].segments[segment].updated = context.call.now
        return .done
    }

    /// Adds and removes several contacts at once.
    mutating func batchSegment(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let (place, segment) = try places(context)
        var hashes = try fixed(place, segment)
        let errors = MailchimpFields.Errors()
        let fields = MailchimpFields(try MailchimpWire.body(context), errors)
        fields.allow(["members_to_add", "members_to_remove"])
        let adding = fields.strings("members_to_add") ?? []
        let removing = fields.strings("members_to_remove") ?? []
        if adding.isEmpty, removing.isEmpty, errors.list.isEmpty {
            errors.add("members_to_add", "Name contacts to add or to remove.")
        }
        try errors.check()
        let list = account.lists[place]
        var (added, removed, unknown): ([JSONValue], [JSONValue], [JSONValue]) = ([], [], [])
        var refused: [JSONValue] = []
        let changes = adding.map { ($0, true) } + removing.map { ($0, false) }
        for (index, (address, isAdded)) in changes.enumerated() {
            if context.fault == .partialFailure, index % 2 == 1 {
                refused.append(.string(address))
                continue
            }
            guard let known = list.place(of: address) else {
                unknown.append(.string(address))
                continue
            }
            let json = list[known].json(listID: list.id)
            if isAdded {
                hashes.insert(list[known].hash)
                added.append(json)
            } else {
                hashes.remove(list[known].hash)
                removed.append(json)
            }
        }
        account.lists[place].segments[segment].content = .fixed(hashes)
        account.lists[place].segments[segment].updated = context.call.now
        let failures = [
            (unknown, "Email addresses are not in the list."),
            (refused, "The contacts could not be saved. Please try again."),
        ].filter { !$0.0.isEmpty }.map { addresses, problem in
            JSONValue.members(["email_addresses": .array(addresses), "error": .string(problem)])
        }
        return Reply(
            json: .members([
                "members_added": .array(added), "members_removed": .array(removed),
                "errors": .array(failures),
                "total_added": .integer(added.count), "total_removed": .integer(removed.count),
                "error_count": .integer(unknown.count + refused.count),
            ]))
    }
}
