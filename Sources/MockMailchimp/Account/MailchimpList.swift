import Encodings
import Quantities

/// A list of contacts, which Mailchimp also calls an audience.
struct MailchimpList: Sendable {
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
    /// Ids of merge fields that were deleted.
    var deletedMergeFields: [Int] = []

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

    /// An id that no merge field has or had.
    var nextMergeFieldID: Int { max(mergeFields.map(\.id).max() ?? 0, deletedMergeFields.max() ?? 0) + 1 }

    /// Gives the values of a merge field another tag, or takes them away.
    mutating func renameMergeValues(_ tag: String, to name: String?) {
        for place in members.indices {
            members[place].mergeFields = members[place].mergeFields.compactMap { member in
                guard member.key == tag else { return member }
                return name.map { .init($0, member.value) }
            }
        }
        guard let name else { return }
        for place in segments.indices { segments[place].rename(tag, to: name) }
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
