import Encodings

/// What a request says of a campaign; absent members stay as they are.
struct MailchimpCampaignBody {
    let type: String?
    private var listID: String?
    private var target: MailchimpCampaign.Target?
    private var texts: [(WritableKeyPath<MailchimpCampaign.Settings, String>, String)] = []
    private var others: [JSONValue.Member] = []
    private var tracking: [JSONValue.Member] = []

    private static let flags = [
        "use_conversation", "authenticate", "auto_footer", "inline_css", "auto_tweet", "fb_comments",
        "timewarp",
        "drag_and_drop",
    ]

    /// - Parameter isNew: whether the type must be there.
    init(_ fields: MailchimpFields, lists: [MailchimpList], isNew: Bool) {
        fields.allow([
            "type", "recipients", "settings", "tracking", "content_type", "variate_settings", "rss_opts",
            "social_card",
        ])
        for name in ["variate_settings", "rss_opts"] where fields.has(name) {
            fields.errors.add(name, "This field is not supported: campaigns are regular or plaintext")
        }
        // The API knows more types, which this mock does not play.
        type = fields.choice("type", of: ["regular", "plaintext"], isRequired: isNew)
        _ = fields.choice("content_type", of: ["template", "html", "multichannel"])
        _ = fields.object("social_card")
        readRecipients(fields.object("recipients"), lists)
        readSettings(fields.object("settings"))
        let tracking = fields.object("tracking")
        tracking.allow([
            "opens", "html_clicks", "text_clicks", "goal_tracking", "ecomm360", "google_analytics",
            "clicktale",
            "salesforce", "capsule",
        ])
        self.tracking = tracking.members
    }

    private mutating func readRecipients(_ fields: MailchimpFields, _ lists: [MailchimpList]) {
        guard !fields.members.isEmpty else { return }
        fields.allow(["list_id", "segment_opts"])
        listID = fields.string("list_id", isRequired: true)
        guard let listID else { return }
        guard let list = lists.first(where: { $0.id == listID }) else {
            fields.errors.add(fields.path("list_id"), "The list does not exist.")
            return
        }
        target = .list
        let options = fields.object("segment_opts")
        guard !options.members.isEmpty else { return }
        if options.has("prebuilt_segment_id") {
            options.errors.add(options.path("prebuilt_segment_id"), "This field is not supported")
        }
        let conditions = MailchimpConditions(options, list: list)
        if let id = options.integer("saved_segment_id") {
            guard list.segments.contains(where: { $0.id == id }) else {
                options.errors.add(
                    options.path("saved_segment_id"), "The segment does not exist in the list.")
                return
            }
            target = .segment(id)
        } else if !conditions.conditions.isEmpty {
            target = .conditions(conditions)
        }
    }

    private mutating func readSettings(_ fields: MailchimpFields) {
        let texts: [(String, WritableKeyPath<MailchimpCampaign.Settings, String>)] = [
            ("subject_line", \.subject), ("preview_text", \.preview), ("title", \.title),
            ("from_name", \.fromName),
            ("to_name", \.toName),
        ]
        fields.allow(
            Set(texts.map(\.0) + MailchimpCampaignBody.flags)
                .union(["reply_to", "folder_id", "template_id", "auto_fb_post"]))
        for (name, path) in texts {
            if let text = fields.string(name) { self.texts.append((path, text)) }
        }
        if let address = fields.email("reply_to") { self.texts.append((\.replyTo, address)) }
        if let subject = fields["subject_line"]?.string, subject.count > 150 {
            fields.errors.add(
                fields.path("subject_line"), "This value is too long. It should have 150 characters or less.")
        }
        for name in MailchimpCampaignBody.flags {
            if let flag = fields.bool(name) { others.append(.init(name, .bool(flag))) }
        }
        if let folder = fields.string("folder_id") { others.append(.init("folder_id", .string(folder))) }
        if let template = fields.integer("template_id") {
            others.append(.init("template_id", .integer(template)))
        }
        _ = fields.strings("auto_fb_post")
    }

    /// The campaign with what the request says of it.
    func applied(to campaign: MailchimpCampaign) -> MailchimpCampaign {
        var campaign = campaign
        if let listID { campaign.listID = listID }
        if let target { campaign.target = target }
        for (path, text) in texts { campaign.settings[keyPath: path] = text }
        for member in others {
            campaign.settings.others.removeAll { $0.key == member.key }
            campaign.settings.others.append(member)
        }
        for member in tracking {
            campaign.tracking.removeAll { $0.key == member.key }
            campaign.tracking.append(member)
        }
        return campaign
    }
}
