import Encodings
import Quantities

/// A part of a list: contacts named one by one, or those that fit conditions at the time of asking.
struct MailchimpSegment: Sendable {
    enum Content: Sendable {
        /// Hashes of addresses.
        case fixed(Set<String>)
        case saved(MailchimpConditions)
    }

    let id: Int
    var name: String
    var content: Content
    let created: SimulatedInstant
    var updated: SimulatedInstant

    init(id: Int, name: String, content: Content, at now: SimulatedInstant) {
        self.id = id
        self.name = name
        self.content = content
        created = now
        updated = now
    }

    var type: String { if case .fixed = content { "static" } else { "saved" } }

    func holds(_ member: MailchimpMember, in list: MailchimpList) -> Bool {
        switch content {
        case .fixed(let hashes): hashes.contains(member.hash)
        case .saved(let conditions): conditions.fit(member, in: list)
        }
    }

    /// Gives a merge field that conditions ask for its new tag.
    mutating func rename(_ tag: String, to name: String) {
        guard case .saved(var conditions) = content else { return }
        conditions.rename(tag, to: name)
        content = .saved(conditions)
    }

    mutating func drop(_ hash: String) {
        guard case .fixed(var hashes) = content else { return }
        hashes.remove(hash)
        content = .fixed(hashes)
    }

    func json(in list: MailchimpList) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("id", .integer(id)), .init("name", .string(name)),
            .init("member_count", .integer(list.members(of: self).count)), .init("type", .string(type)),
            .init("created_at", MailchimpTime.json(created)),
            .init("updated_at", MailchimpTime.json(updated)),
        ]
        if case .saved(let conditions) = content { members.append(.init("options", conditions.json)) }
        members.append(.init("list_id", .string(list.id)))
        return .object(members)
    }
}
