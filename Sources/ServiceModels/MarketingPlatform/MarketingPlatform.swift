public import Quantities
public import RandomStreams

/// The marketing platform: segments in, approved copy in, sends out, reports back.
///
/// It refuses what would spoil an experiment: a send without content, a second content or send of a
/// slot, and any content for the hold-out.
public struct MarketingPlatform: MockService, Sendable {
    private struct Content: Sendable {
        /// Let go once it is sent.
        var text: String
        var isSent = false
    }

    private struct Campaign: Sendable {
        var contents: [Slot: Content] = [:]
        var lines: [Report.Line] = []
        var messages = 0
        /// Over: only its number of messages is kept.
        var isArchived = false
    }

    private var members: [UInt64: Int] = [:]
    private var campaigns: [Int: Campaign] = [:]
    /// When each open connection ends.
    private var connections: [SimulatedInstant] = []
    private let connectionLimit: Int
    private let latency: LatencyModel
    package var faults: FaultInjector

    /// - Parameters:
    ///   - connectionLimit: requests that may be open at once; ten as at Mailchimp.
    ///   - latency: of every operation; 200 ms at the median by assumption.
    public init(
        connectionLimit: Int = 10,
        latency: LatencyModel = .logNormal(
            median: .milliseconds(200), sigma: 0.4, floor: .milliseconds(50)),
        faults: FaultPlan = .none
    ) {
        self.connectionLimit = connectionLimit
        self.latency = latency
        self.faults = FaultInjector(faults, service: .marketing)
    }

    public mutating func handle(
        _ request: Request, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Response> {
        switch request {
        case .defineSegments(let definitions):
            answerDefineSegments(definitions, at: now, using: &stream).map { .defineSegments(count: $0) }
        case .loadContent(let slot, let text):
            answerLoadContent(slot, text, at: now, using: &stream).map { .loadContent }
        case .send(let slot, let recipients):
            answerSend(slot, recipients, at: now, using: &stream).map(Response.send)
        case .report(let campaign):
            answerReport(campaign, at: now, using: &stream).map(Response.report)
        case .archive(let campaign):
            answerArchive(campaign, at: now, using: &stream).map { .archive }
        }
    }

    mutating func answerDefineSegments(
        _ definitions: [SegmentDefinition], at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Int> {
        let call = open("defineSegments", at: now, using: &stream)
        if let error = call.error { return Handled(error, taking: call.time) }
        guard definitions.allSatisfy({ $0.members >= 0 }) else {
            return Handled(Errors.invalid("A segment has a negative size."), taking: call.time)
        }
        for definition in definitions { members[definition.segment] = definition.members }
        return Handled(definitions.count, taking: call.time)
    }

    mutating func answerLoadContent(
        _ slot: Slot, _ text: String, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Void> {
        let call = open("loadContent", at: now, using: &stream)
        if let error = call.error { return Handled(error, taking: call.time) }
        if slot.arm == .holdOut {
            return Handled(Errors.invalid("The hold-out receives nothing."), taking: call.time)
        }
        if text.isEmpty { return Handled(Errors.invalid("The content is empty."), taking: call.time) }
        if members[slot.segment] == nil { return Handled(Errors.unknownSegment, taking: call.time) }
        if campaigns[slot.campaign]?.isArchived == true {
            return Handled(Errors.invalid("The campaign is archived."), taking: call.time)
        }
        if campaigns[slot.campaign]?.contents[slot] != nil {
            return Handled(Errors.invalid("The slot has content already."), taking: call.time)
        }
        campaigns[slot.campaign, default: Campaign()].contents[slot] = Content(text: text)
        return Handled((), taking: call.time)
    }

    mutating func answerSend(
        _ slot: Slot, _ recipients: Int, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Sent> {
        let call = open("send", at: now, using: &stream)
        if let error = call.error { return Handled(error, taking: call.time) }
        if slot.arm == .holdOut {
            return Handled(Errors.invalid("The hold-out receives nothing."), taking: call.time)
        }
        guard let size = members[slot.segment] else {
            return Handled(Errors.unknownSegment, taking: call.time)
        }
        guard recipients >= 0, recipients <= size else {
            return Handled(
                Errors.invalid("\(recipients) recipients in a segment of \(size)."), taking: call.time)
        }
        guard let content = campaigns[slot.campaign]?.contents[slot] else {
            return Handled(Errors.invalid("The slot has no content."), taking: call.time)
        }
        if content.isSent { return Handled(Errors.invalid("The slot is sent already."), taking: call.time) }
        campaigns[slot.campaign]?.contents[slot] = Content(text: "", isSent: true)
        let deliveries = call.fault == .duplicate ? 2 : 1
        campaigns[slot.campaign, default: Campaign()].lines.append(
            Report.Line(slot: slot, recipients: recipients))
        campaigns[slot.campaign, default: Campaign()].messages += recipients * deliveries
        return Handled(
            Sent(slot: slot, recipients: recipients, text: content.text, deliveries: deliveries),
            taking: call.time,
            usage: MarketingPlatform.usage(messages: recipients * deliveries))
    }

    mutating func answerReport(
        _ campaign: Int, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Report> {
        let call = open("report", at: now, using: &stream)
        if let error = call.error { return Handled(error, taking: call.time) }
        let known = campaigns[campaign] ?? Campaign()
        return Handled(
            Report(campaign: campaign, lines: known.lines, messages: known.messages), taking: call.time)
    }

    mutating func answerArchive(
        _ campaign: Int, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Void> {
        let call = open("archive", at: now, using: &stream)
        if let error = call.error { return Handled(error, taking: call.time) }
        let messages = campaigns[campaign]?.messages ?? 0
        campaigns[campaign] = Campaign(messages: messages, isArchived: true)
        return Handled((), taking: call.time)
    }

    private struct Call {
        var time: SimulatedDuration
        var fault: FaultPlan.Kind?
        var error: ServiceError?
    }

    /// Opens a connection for as long as the operation takes, unless all are in use.
    private mutating func open(
        _ operation: String, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Call {
        let fault = faults.next(operation, at: now, using: &stream)
        let time = latency.sample(using: &stream).slowed(by: fault)
        connections.removeAll { $0 <= now }
        if connections.count >= connectionLimit || fault == .throttle {
            return Call(time: .milliseconds(5), fault: fault, error: Errors.connections)
        }
        connections.append(now + time)
        return Call(time: time, fault: fault, error: fault == .serverError ? Errors.server : nil)
    }
}
