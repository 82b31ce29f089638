import Encodings

/// What must be there before a campaign can be sent, point by point.
struct MailchimpChecklist {
    private struct Item {
        var heading: String
        var details: String
        /// `success`, `warning` or `error`; errors hold the campaign back.
        var type: String
    }

    private var items: [Item] = []

    init(_ campaign: MailchimpCampaign, list: MailchimpList?) {
        let count = list.map { campaign.recipients(in: $0).count } ?? 0
        add(
            "List", list.map { "\(count) recipients of \($0.name)" }, "You have not selected a list.",
            isThere: list != nil)
        if list != nil {
            add("Recipients", "\(count) recipients", "There are no recipients.", isThere: count > 0)
        }
        let settings = campaign.settings
        add(
            "Subject", settings.subject, "You have not set a subject line.",
            isThere: !settings.subject.isEmpty)
        add(
            "Replies", settings.replyTo, "You have not set the address for replies.",
            isThere: !settings.replyTo.isEmpty && !settings.fromName.isEmpty)
        add("Content", "The content is set.", "Your campaign has no content.", isThere: campaign.hasContent)
        let text = campaign.html + campaign.plainText
        if campaign.hasContent, !text.contains("*|UNSUB|*") {
            items.append(
                Item(
                    heading: "Unsubscribe", details: "The link to unsubscribe is added at the end.",
                    type: "warning"))
        }
    }

    private mutating func add(_ heading: String, _ details: String?, _ problem: String, isThere: Bool) {
        items.append(
            Item(
                heading: heading, details: isThere ? details ?? "" : problem,
                type: isThere ? "success" : "error"))
    }

    var isReady: Bool { !items.contains { $0.type == "error" } }

    var json: JSONValue {
        .members([
            "is_ready": .bool(isReady),
            "items": .array(
                items.enumerated().map { index, item in
                    .members([
                        "type": .string(item.type), "id": .integer(501 + index),
                        "heading": .string(item.heading),
                        "details": .string(item.details),
                    ])
                }),
        ])
    }
}
