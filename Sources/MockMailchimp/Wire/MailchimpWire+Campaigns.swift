import Encodings
import MockWire
import Quantities

/// Campaigns, their content and their reports.
extension MailchimpWire {
    func campaign(_ context: Context) throws(MailchimpRefusal) -> (place: Int, campaign: MailchimpCampaign) {
        let place = try account.campaignPlace(context.part("campaign"))
        return (place, account.campaigns[place])
    }

    private func json(_ campaign: MailchimpCampaign, _ context: Context) -> JSONValue {
        account.seen(campaign, at: context.call.now).json(list: account.list(campaign.listID))
    }

    func getCampaigns(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(
            context.call.request, filters: ["type", "status", "list_id", "sort_field", "sort_dir"],
            isPaged: true)
        var campaigns = account.campaigns.filter { campaign in
            (query["type"].map { $0 == campaign.type } ?? true)
                && (query["status"].map { $0 == campaign.status.rawValue } ?? true)
                && (query["list_id"].map { $0 == campaign.listID } ?? true)
        }
        if let field = query["sort_field"], !["create_time", "send_time"].contains(field) {
            throw .invalid(
                "sort_field", "The value you selected is not a valid choice: create_time or send_time")
        }
        if query["sort_field"] == "send_time" {
            campaigns = campaigns.enumerated().sorted {
                ($0.element.delivery?.start ?? .start, $0.offset) < (
                    $1.element.delivery?.start ?? .start, $1.offset
                )
            }.map(\.element)
        }
        if query["sort_dir"]?.uppercased() == "DESC" { campaigns.reverse() }
        return Reply(json: query.projected(query.page("campaigns", campaigns) { json($0, context) }))
    }

    mutating func addCampaign(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let errors = MailchimpFields.Errors()
        let body = MailchimpCampaignBody(
            MailchimpFields(try MailchimpWire.body(context), errors), lists: account.lists, isNew: true)
        try errors.check()
        let campaign = body.applied(
            to: MailchimpCampaign(
                id: context.newID, webID: account.takeWebID(), type: body.type ?? "regular",
                at: context.call.now))
        account.add(campaign)
        return Reply(json: json(campaign, context))
    }

    func getCampaign(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(
            context.call.request, filters: ["include_resend_shortcut_eligibility"], isPaged: false)
        return Reply(json: query.projected(json(try campaign(context).campaign, context)))
    }

    mutating func updateCampaign(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let (place, campaign) = try campaign(context)
        let errors = MailchimpFields.Errors()
        let body = MailchimpCampaignBody(
            MailchimpFields(try MailchimpWire.body(context), errors), lists: account.lists, isNew: false)
        if let type = body.type, type != campaign.type {
            errors.add("type", "The type of a campaign cannot be changed.")
        }
        try errors.check()
        try MailchimpWire.checkEditable(campaign)
        let changed = body.applied(to: campaign)
        account.replace(changed, at: place)
        return Reply(json: json(changed, context))
    }

    static func checkEditable(_ campaign: MailchimpCampaign) throws(MailchimpRefusal) {
        guard campaign.isEditable else {
            throw .bad("The campaign cannot be edited: its status is '\(campaign.status.rawValue)'.")
        }
    }

    mutating func deleteCampaign(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let (place, campaign) = try campaign(context)
        guard campaign.status != .sending else {
            throw .bad("A campaign cannot be deleted while it is sent.")
        }
        account.removeCampaign(at: place)
        return .done
    }

    // MARK: Content

    func getContent(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(context.call.request, isPaged: false)
        return Reply(json: query.projected(MailchimpWire.content(try campaign(context).campaign)))
    }

    private static func content(_ campaign: MailchimpCampaign) -> JSONValue {
        .members([
            "variate_contents": [], "plain_text": .string(campaign.plainText), "html": .string(campaign.html),
            "archive_html": .string(campaign.html),
        ])
    }

    mutating func setContent(_ context: Context) throws(MailchimpRefusal) -> Reply {
        var (place, campaign) = try campaign(context)
        let errors = MailchimpFields.Errors()
        let fields = MailchimpFields(try MailchimpWire.body(context), errors)
        fields.allow(["html", "plain_text"])
        let html = fields.string("html")
        let text = fields.string("plain_text")
        if html == nil, text == nil, errors.list.isEmpty {
            errors.add("html", "Content needs `html` or `plain_text`.")
        }
        if html != nil, campaign.type == "plaintext" {
            errors.add("html", "A plaintext campaign has no HTML.")
        }
        try errors.check()
        try MailchimpWire.checkEditable(campaign)
        if let html {
            campaign.html = html
            campaign.plainText = MailchimpWire.plainText(html)
        }
        if let text { campaign.plainText = text }
        account.replace(campaign, at: place)
        return Reply(json: MailchimpWire.content(campaign))
    }

    /// The text of HTML without its tags, one space between words.
    private static func plainText(_ html: String) -> String {
        var text = ""
        var isTag = false
        for character in html {
            if character == "<" {
                isTag = true
                text.append(" ")
            } else if character == ">" {
                isTag = false
            } else if !isTag {
                text.append(character)
            }
        }
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    func getChecklist(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(context.call.request, isPaged: false)
        let campaign = try campaign(context).campaign
        return Reply(
            json: query.projected(MailchimpChecklist(campaign, list: account.list(campaign.listID)).json))
    }

    // MARK: Reports

    func getReports(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(context.call.request, filters: ["type"], isPaged: true)
        let sent = account.campaigns.filter { campaign in
            campaign.delivery != nil && (query["type"].map { $0 == campaign.type } ?? true)
        }.map { account.seen($0, at: context.call.now) }
        let reports = sent.compactMap { campaign in
            campaign.delivery.map { campaign.report($0, list: account.list(campaign.listID)) }
        }
        return Reply(json: query.projected(query.page("reports", reports) { $0 }))
    }

    func getReport(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(context.call.request, isPaged: false)
        let campaign = account.seen(try campaign(context).campaign, at: context.call.now)
        guard let delivery = campaign.delivery else { throw .notFound }
        return Reply(
            json: query.projected(campaign.report(delivery, list: account.list(campaign.listID))))
    }
}
