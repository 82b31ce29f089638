import MockWire
import Quantities
import ServiceModels

/// What is done with campaigns: `save` becomes `schedule`, `sending` and `sent`.
extension MailchimpWire {
    private static let mostTestAddresses = 20
    /// Campaigns start on quarters of an hour.
    private static let quarter: Int64 = 900_000_000_000

    private func checkReady(_ campaign: MailchimpCampaign) throws(MailchimpRefusal) {
        guard campaign.isEditable else {
            throw .bad("The campaign cannot be sent: its status is '\(campaign.status.rawValue)'.")
        }
        guard MailchimpChecklist(campaign, list: account.list(campaign.listID)).isReady else {
            throw .bad(
                "Your Campaign is not ready to send. Please review /campaigns/\(campaign.id)/send-checklist.")
        }
    }

    private static func expect(
        _ campaign: MailchimpCampaign, _ statuses: MailchimpCampaign.Status..., toBe what: String
    ) throws(MailchimpRefusal) {
        guard statuses.contains(campaign.status) else {
            throw .bad("The campaign cannot be \(what): its status is '\(campaign.status.rawValue)'.")
        }
    }

    mutating func send(_ context: inout Context) throws(MailchimpRefusal) -> Reply {
        let (place, campaign) = try campaign(context)
        try checkReady(campaign)
        let usage = account.start(
            place, at: context.call.now, isTwice: context.fault == .duplicate, using: &context.stream)
        return Reply(status: 204, usage: usage)
    }

    mutating func schedule(_ context: Context) throws(MailchimpRefusal) -> Reply {
        var (place, campaign) = try campaign(context)
        let errors = MailchimpFields.Errors()
        let fields = MailchimpFields(try MailchimpWire.body(context), errors)
        fields.allow(["schedule_time", "timewarp", "batch_delivery"])
        if fields.bool("timewarp") ?? false { errors.add("timewarp", "This field is not supported") }
        if fields.has("batch_delivery") { errors.add("batch_delivery", "This field is not supported") }
        let time = fields.string("schedule_time", isRequired: true).flatMap { text in
            let time = MailchimpTime.instant(text)
            if time == nil { errors.add("schedule_time", "This value is not a valid time.") }
            return time
        }
        if let time {
            if time <= context.call.now { errors.add("schedule_time", "This value should be in the future.") }
            if time.nanoseconds % MailchimpWire.quarter != 0 {
                errors.add("schedule_time", "Campaigns may only be scheduled to send on the quarter-hour.")
            }
        }
        try errors.check()
        try checkReady(campaign)
        guard let time else { throw .server }
        campaign.status = .schedule
        campaign.schedule = (time, context.stream)
        account.replace(campaign, at: place)
        account.watch(place)
        return .done
    }

    mutating func unschedule(_ context: Context) throws(MailchimpRefusal) -> Reply {
        var (place, campaign) = try campaign(context)
        try MailchimpWire.expect(campaign, .schedule, .paused, toBe: "unscheduled")
        campaign.status = .save
        campaign.schedule = nil
        account.replace(campaign, at: place)
        return .done
    }

    /// Holds a scheduled campaign back.
    mutating func pause(_ context: Context) throws(MailchimpRefusal) -> Reply {
        var (place, campaign) = try campaign(context)
        try MailchimpWire.expect(campaign, .schedule, toBe: "paused")
        campaign.status = .paused
        account.replace(campaign, at: place)
        return .done
    }

    /// Lets a paused campaign go at its time, or with the next request if that is over.
    mutating func resume(_ context: Context) throws(MailchimpRefusal) -> Reply {
        var (place, campaign) = try campaign(context)
        try MailchimpWire.expect(campaign, .paused, toBe: "resumed")
        guard let schedule = campaign.schedule else { throw .bad("The campaign is not scheduled.") }
        campaign.status = .schedule
        campaign.schedule = (max(schedule.time, context.call.now), schedule.stream)
        account.replace(campaign, at: place)
        account.watch(place)
        return .done
    }

    /// Stops a campaign on its way. What has gone out stays out; its sends were metered when it started.
    mutating func cancelSend(_ context: Context) throws(MailchimpRefusal) -> Reply {
        var (place, campaign) = try campaign(context)
        try MailchimpWire.expect(campaign, .sending, toBe: "canceled")
        guard var delivery = campaign.delivery else { throw .server }
        let gone = (context.call.now - delivery.start - .seconds(1)).nanoseconds / 1_000_000
        delivery.sent = min(delivery.sent, max(0, Int(gone)))
        delivery.end = context.call.now
        delivery.counts = delivery.counts.bounded(by: delivery.sent)
        campaign.delivery = delivery
        campaign.status = .canceled
        account.replace(campaign, at: place)
        return .done
    }

    /// Sends a few copies to the caller's own addresses, which count as no sends.
    mutating func test(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let campaign = try campaign(context).campaign
        let errors = MailchimpFields.Errors()
        let fields = MailchimpFields(try MailchimpWire.body(context), errors)
        fields.allow(["test_emails", "send_type"])
        _ = fields.choice("send_type", of: ["html", "plaintext"], isRequired: true)
        let addresses = fields.strings("test_emails")
        if addresses?.isEmpty ?? !fields.has("test_emails") {
            errors.add("test_emails", "This value should not be blank.")
        }
        for (index, address) in (addresses ?? []).enumerated() where !MailchimpFields.isEmail(address) {
            errors.add("test_emails.item:\(index)", "This value is not a valid email address.")
        }
        if let count = addresses?.count, count > MailchimpWire.mostTestAddresses {
            errors.add(
                "test_emails",
                "This collection should contain \(MailchimpWire.mostTestAddresses) elements or less.")
        }
        try errors.check()
        guard campaign.hasContent else { throw .bad("The campaign has no content.") }
        return .done
    }

    mutating func replicate(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let campaign = try campaign(context).campaign
        let copy = campaign.replica(
            id: context.newID, webID: account.takeWebID(), at: context.call.now)
        account.add(copy)
        return Reply(json: copy.json(list: account.list(copy.listID)))
    }
}
