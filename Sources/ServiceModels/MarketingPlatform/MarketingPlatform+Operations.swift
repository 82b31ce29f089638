public import Quantities
public import RandomStreams

extension MarketingPlatform {
    /// A group of a campaign's experiment.
    public enum Arm: String, Hashable, Codable, Sendable, CaseIterable {
        case personalised, generic
        case holdOut = "hold_out"
    }

    /// One slot of a campaign: what a segment's customers of one arm receive.
    public struct Slot: Hashable, Codable, Sendable {
        public var campaign: Int
        public var segment: UInt64
        public var arm: Arm

        public init(campaign: Int, segment: UInt64, arm: Arm) {
            self.campaign = campaign
            self.segment = segment
            self.arm = arm
        }
    }

    public struct SegmentDefinition: Hashable, Codable, Sendable {
        public var segment: UInt64
        public var members: Int

        public init(segment: UInt64, members: Int) {
            self.segment = segment
            self.members = members
        }
    }

    public enum Request: Codable, Sendable {
        case defineSegments([SegmentDefinition])
        case loadContent(Slot, text: String)
        case send(Slot, recipients: Int)
        case report(campaign: Int)
        case archive(campaign: Int)
    }

    public enum Response: Hashable, Codable, Sendable {
        case defineSegments(count: Int)
        case loadContent
        case send(Sent)
        case report(Report)
        case archive
    }

    /// A send that was taken.
    public struct Sent: Hashable, Codable, Sendable {
        public var slot: Slot
        public var recipients: Int
        /// What is delivered: the slot's content at this moment.
        public var text: String
        /// 1, or 2 where a fault sends twice.
        public var deliveries: Int
    }

    /// A campaign so far.
    public struct Report: Hashable, Codable, Sendable {
        public struct Line: Hashable, Codable, Sendable {
            public var slot: Slot
            public var recipients: Int

            public init(slot: Slot, recipients: Int) {
                self.slot = slot
                self.recipients = recipients
            }
        }

        public var campaign: Int
        /// In the order of the sends.
        public var lines: [Line]
        /// Messages, counting those that were sent twice.
        public var messages: Int
    }

    /// Makes segments known, or changes their size.
    public mutating func defineSegments(
        _ definitions: [SegmentDefinition], at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Int> {
        answerDefineSegments(definitions, at: now, using: &stream)
    }

    /// Sets the one text of a slot.
    public mutating func loadContent(
        _ slot: Slot, text: String, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Void> {
        answerLoadContent(slot, text, at: now, using: &stream)
    }

    /// Sends a slot's text to its customers.
    public mutating func send(
        _ slot: Slot, recipients: Int, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Sent> {
        answerSend(slot, recipients, at: now, using: &stream)
    }

    /// Ends a campaign: nothing can be loaded or sent for it any more, and of its report only the
    /// number of messages stays.
    public mutating func archive(
        campaign: Int, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Void> {
        answerArchive(campaign, at: now, using: &stream)
    }

    public mutating func report(
        campaign: Int, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Report> {
        answerReport(campaign, at: now, using: &stream)
    }
}
