import Encodings
import Quantities

extension MailchimpAccount {
    /// The list that is always there: twelve contacts in four regions, a saved segment and a static one.
    static let defaultListID = "a1b2c3d4e5"

    /// Contact and sender of the lists that are there from the start.
    static let defaultSettings = MailchimpListBody.settings(
        company: "Finegrain", permissionReminder: "You are a customer of ours.", fromName: "Finegrain",
        fromEmail: "news@example.com")

    static func defaultList(webID: Int) -> MailchimpList {
        var list = MailchimpList(
            id: defaultListID, webID: webID, name: "Finegrain customers",
            settings: defaultSettings, at: .start)
        list.mergeFields += [
            .init(id: 3, tag: "REGION", name: "Region", type: "text"),
            .init(id: 4, tag: "BAND", name: "Spend band", type: "number"),
        ]
        let names = [
            "Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gina", "Hugo", "Ines", "Jon", "Kira", "Leo",
        ]
        let regions = ["North", "South", "East", "West"]
        for (index, name) in names.enumerated() {
            var member = MailchimpMember(
                email: "\(name.lowercased())@example.com", status: .subscribed, at: .start)
            member.mergeFields = [
                .init("FNAME", .string(name)), .init("LNAME", "Example"),
                .init("REGION", .string(regions[index % regions.count])),
                .init("BAND", .integer(index % 3 + 1)),
            ]
            list.put(member)
        }
        let north = MailchimpConditions(
            matchesAny: false, [.text(type: "TextMerge", field: "REGION", comparison: "is", value: "North")])
        list.segments = [
            MailchimpSegment(id: 1_001, name: "North", content: .saved(north), at: .start),
            MailchimpSegment(
                id: 1_002, name: "Early readers", content: .fixed(Set(list.members.prefix(5).map(\.hash))),
                at: .start),
        ]
        return list
    }
}
