import Encodings

extension MailchimpCampaign {
    func json(list: MailchimpList?) -> JSONValue {
        let count = delivery?.counts
        var members: [JSONValue.Member] = [
            .init("id", .string(id)), .init("web_id", .integer(webID)), .init("type", .string(type)),
            .init("create_time", MailchimpTime.json(created)),
            .init("archive_url", .string("http://eepurl.com/" + id.prefix(6))),
            .init("status", .string(status.rawValue)), .init("emails_sent", .integer(delivery?.sent ?? 0)),
            .init("send_time", MailchimpTime.json(delivery?.start ?? schedule?.time)),
            .init("content_type", .string(hasContent ? "html" : "template")),
            .init("needs_block_refresh", false), .init("resendable", .bool(status == .sent)),
            .init("recipients", recipientsJSON(list)), .init("settings", settingsJSON),
            .init("tracking", trackingJSON),
        ]
        if let delivery, let count {
            let delivered = delivery.sent - count.hardBounces - count.softBounces
            members.append(
                .init(
                    "report_summary",
                    .members([
                        "opens": .integer(count.opens), "unique_opens": .integer(count.uniqueOpens),
                        "open_rate": MailchimpCampaign.rate(count.uniqueOpens, of: delivered),
                        "clicks": .integer(count.clicks), "subscriber_clicks": .integer(count.uniqueClicks),
                        "click_rate": MailchimpCampaign.rate(count.uniqueClicks, of: delivered),
                    ])))
        }
        members.append(.init("delivery_status", .members(["enabled": .bool(status == .sending)])))
        return .object(members)
    }

    /// A share in 0...1; zero of nothing.
    static func rate(_ part: Int, of whole: Int) -> JSONValue {
        whole > 0 ? .number(Double(part) / Double(whole)) : 0
    }

    private func recipientsJSON(_ list: MailchimpList?) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("list_id", .string(listID ?? "")), .init("list_is_active", .bool(list != nil)),
            .init("list_name", .string(list?.name ?? "")), .init("segment_text", .string(segmentText(list))),
            .init(
                "recipient_count",
                .integer(delivery?.sent ?? list.map { recipients(in: $0).count } ?? 0)),
        ]
        switch target {
        case .list: break
        case .segment(let id):
            members.append(.init("segment_opts", .members(["saved_segment_id": .integer(id)])))
        case .conditions(let conditions): members.append(.init("segment_opts", conditions.json))
        }
        return .object(members)
    }

    private func segmentText(_ list: MailchimpList?) -> String {
        switch target {
        case .list: ""
        case .segment(let id): list?.segments.first { $0.id == id }?.name ?? ""
        case .conditions(let conditions): "\(conditions.conditions.count) conditions"
        }
    }

    private var settingsJSON: JSONValue {
        .object(
            [
                .init("subject_line", .string(settings.subject)),
                .init("preview_text", .string(settings.preview)),
                .init("title", .string(settings.title)), .init("from_name", .string(settings.fromName)),
                .init("reply_to", .string(settings.replyTo)), .init("to_name", .string(settings.toName)),
            ] + settings.others)
    }

    private var trackingJSON: JSONValue {
        let defaults: [JSONValue.Member] = [
            .init("opens", true), .init("html_clicks", true), .init("text_clicks", false),
            .init("goal_tracking", false), .init("ecomm360", false), .init("google_analytics", ""),
            .init("clicktale", ""),
        ]
        return .object(
            defaults.map { member in tracking.last { $0.key == member.key } ?? member })
    }

    /// The report of a campaign that was sent.
    func report(_ delivery: Delivery, list: MailchimpList?) -> JSONValue {
        let counts = delivery.counts
        let delivered = delivery.sent - counts.hardBounces - counts.softBounces
        return .members([
            "id": .string(id), "campaign_title": .string(settings.title), "type": .string(type),
            "list_id": .string(listID ?? ""), "list_is_active": .bool(list != nil),
            "list_name": .string(list?.name ?? ""), "subject_line": .string(settings.subject),
            "preview_text": .string(settings.preview), "emails_sent": .integer(delivery.sent),
            "abuse_reports": .integer(counts.abuseReports), "unsubscribed": .integer(counts.unsubscribed),
            "send_time": MailchimpTime.json(delivery.start),
            "bounces": .members([
                "hard_bounces": .integer(counts.hardBounces), "soft_bounces": .integer(counts.softBounces),
                "syntax_errors": 0,
            ]), "forwards": .members(["forwards_count": 0, "forwards_opens": 0]),
            "opens": .members([
                "opens_total": .integer(counts.opens), "unique_opens": .integer(counts.uniqueOpens),
                "open_rate": MailchimpCampaign.rate(counts.uniqueOpens, of: delivered),
                "last_open": MailchimpTime.json(counts.opens > 0 ? delivery.end : nil),
            ]),
            "clicks": .members([
                "clicks_total": .integer(counts.clicks), "unique_clicks": .integer(counts.uniqueClicks),
                "unique_subscriber_clicks": .integer(counts.uniqueClicks),
                "click_rate": MailchimpCampaign.rate(counts.uniqueClicks, of: delivered),
                "last_click": MailchimpTime.json(counts.clicks > 0 ? delivery.end : nil),
            ]),
            "list_stats": .members(["sub_rate": 0, "unsub_rate": 0, "open_rate": 0, "click_rate": 0]),
            "delivery_status": .members(["enabled": .bool(status == .sending)]),
        ])
    }
}
