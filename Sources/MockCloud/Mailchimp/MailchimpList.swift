import Quantities

/// A list of contacts, which Mailchimp also calls an audience.
struct MailchimpList: Sendable {
    /// A column of the list.
    struct MergeField: Hashable, Sendable {
        var id: Int
        /// In capitals, as `*|FNAME|*` names it in content.
        var tag: String
        var name: String
        var type: String

        static let types = ["text", "number", "date", "dropdown", "radio", "phone", "zip", "url", "birthday"]

        /// What is wrong with a value; nil if it fits.
        func problem(_ value: JSONValue) -> String? {
            switch value {
            case .string(let text):
                type == "number" && !text.isEmpty && Double(text) == nil ? "Please enter a number." : nil
            case .integer, .number, .null: nil
            default: "Schema describes string, another type found instead"
            }
        }

        func json(listID: String) -> JSONValue {
            .members([
                "merge_id": .integer(id), "tag": .string(tag), "name": .string(name), "type": .string(type),
                "required": false, "default_value": "", "public": false, "display_order": .integer(id + 1),
                "options": .object([]), "list_id": .string(listID),
            ])
        }
    }

    let id: String
    let webID: Int
    var name: String
    /// Contact, defaults of campaigns and other members that are kept as they were sent.
    var settings: [JSONValue.Member]
    let created: SimulatedInstant
    var mergeFields: [MergeField] = [
        MergeField(id: 1, tag: "FNAME", name: "First Name", type: "text"),
        MergeField(id: 2, tag: "LNAME", name: "Last Name", type: "text"),
    ]
    /// In the order in which they came.
    private(set) var members: [MailchimpMember] = []
    private var places: [String: Int] = [:]
    var segments: [MailchimpSegment] = []
    var campaignCount = 0
    var lastSent: SimulatedInstant?

    init(id: String, webID: Int, name: String, settings: [JSONValue.Member], at now: SimulatedInstant) {
        self.id = id
        self.webID = webID
        self.name = name
        self.settings = settings
        created = now
    }

    /// The place of a contact named by the hash of its address or the address itself.
    func place(of name: String) -> Int? {
        places[name] ?? (name.contains("@") ? places[MailchimpMember.hash(of: name)] : nil)
    }

    subscript(place: Int) -> MailchimpMember { members[place] }

    /// Adds a contact, or puts it in the place of the one with its address.
    mutating func put(_ member: MailchimpMember, at place: Int? = nil) {
        let hash = member.hash
        if let place = place ?? places[hash] {
            let old = members[place].hash
            if old != hash { places[old] = nil }
            places[hash] = place
            members[place] = member
        } else {
            places[hash] = members.count
            members.append(member)
        }
    }

    /// Forgets a contact and its past.
    mutating func remove(at place: Int) {
        let hash = members[place].hash
        members.remove(at: place)
        places[hash] = nil
        for later in place..<members.count { places[members[later].hash] = later }
        for index in segments.indices { segments[index].drop(hash) }
    }

    /// Contacts of a segment, archived ones left out.
    func members(of segment: MailchimpSegment) -> [MailchimpMember] {
        members.filter { $0.status != .archived && segment.holds($0, in: self) }
    }

    /// - Parameter isCounted: also how many there are of each status, which takes a pass over the contacts.
    func json(isCounted: Bool = true) -> JSONValue {
        var counts = Array(repeating: 0, count: MailchimpMember.Status.allCases.count)
        if isCounted {
            for member in members {
                counts[MailchimpMember.Status.allCases.firstIndex(of: member.status) ?? 0] += 1
            }
        }
        return .object(
            [
                .init("id", .string(id)), .init("web_id", .integer(webID)), .init("name", .string(name)),
            ] + settings + [
                .init("date_created", MailchimpTime.json(created)), .init("list_rating", 0),
                .init("visibility", "prv"), .init("modules", []),
                .init(
                    "stats",
                    .members([
                        "member_count": .integer(counts[0]), "unsubscribe_count": .integer(counts[1]),
                        "cleaned_count": .integer(counts[2]),
                        "total_contacts": .integer(counts.reduce(0, +) - counts[5]),
                        "campaign_count": .integer(campaignCount),
                        "campaign_last_sent": MailchimpTime.json(lastSent),
                        "merge_field_count": .integer(mergeFields.count),
                    ])),
            ])
    }
}
