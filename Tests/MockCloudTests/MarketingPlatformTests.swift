import Quantities
import ServiceModels
import Testing

@Suite struct MarketingPlatformTests {
    typealias Slot = MarketingPlatform.Slot

    static func platform(faults: FaultPlan = .none) -> MarketingPlatform {
        var platform = MarketingPlatform(latency: .fixed(.milliseconds(100)), faults: faults)
        var stream = TestWorld.stream(0)
        _ = platform.defineSegments([.init(segment: 1, members: 500)], at: .start, using: &stream)
        return platform
    }

    let slot = Slot(campaign: 1, segment: 1, arm: .personalised)

    @Test func aSlotIsLoadedOnceAndSentOnce() throws {
        var platform = Self.platform()
        var stream = TestWorld.stream(1)
        func now(_ step: Int) -> SimulatedInstant { TestWorld.seconds(Double(step)) }
        #expect(
            platform.send(slot, recipients: 400, at: now(1), using: &stream).error?.message
                == "The slot has no content.")
        #expect(platform.loadContent(slot, text: "Hello.", at: now(2), using: &stream).error == nil)
        #expect(platform.loadContent(slot, text: "Again.", at: now(3), using: &stream).error?.status == 400)
        let sent = platform.send(slot, recipients: 400, at: now(4), using: &stream)
        #expect(try sent.result.get().text == "Hello.")
        #expect(sent.usage.total(.sends) == 400)
        let again = platform.send(slot, recipients: 400, at: now(5), using: &stream)
        #expect(again.error?.status == 400)
        #expect(again.usage.isEmpty)
        #expect(platform.loadContent(slot, text: "Late.", at: now(6), using: &stream).error?.status == 400)
        let report = try platform.report(campaign: 1, at: now(7), using: &stream).result.get()
        #expect(report.lines == [.init(slot: slot, recipients: 400)])
        #expect(report.messages == 400)
    }

    @Test func theHoldOutAndUnknownSegmentsReceiveNothing() {
        var platform = Self.platform()
        var stream = TestWorld.stream(1)
        let holdOut = Slot(campaign: 1, segment: 1, arm: .holdOut)
        #expect(platform.loadContent(holdOut, text: "x", at: .start, using: &stream).error?.status == 400)
        #expect(platform.send(holdOut, recipients: 1, at: .start, using: &stream).error?.status == 400)
        let unknown = Slot(campaign: 1, segment: 9, arm: .generic)
        #expect(platform.loadContent(unknown, text: "x", at: .start, using: &stream).error?.status == 404)
    }

    @Test func aSendCannotReachMoreThanTheSegmentHas() {
        var platform = Self.platform()
        var stream = TestWorld.stream(1)
        _ = platform.loadContent(slot, text: "x", at: .start, using: &stream)
        #expect(platform.send(slot, recipients: 501, at: .start, using: &stream).error?.status == 400)
        #expect(platform.send(slot, recipients: 500, at: .start, using: &stream).error == nil)
    }

    @Test func tenConnectionsAtOnceAndNoMore() {
        var platform = MarketingPlatform(latency: .fixed(.milliseconds(100)))
        var stream = TestWorld.stream(1)
        let statuses = (0..<12).map { _ in
            platform.report(campaign: 1, at: .start, using: &stream).error?.status ?? 200
        }
        #expect(statuses == Array(repeating: 200, count: 10) + [429, 429])
        #expect(
            platform.report(campaign: 1, at: TestWorld.seconds(0.099), using: &stream).error?.status == 429)
        #expect(platform.report(campaign: 1, at: TestWorld.seconds(0.1), using: &stream).error == nil)
    }

    @Test func aDuplicateFaultSendsTwiceAndBillsTwice() throws {
        var platform = Self.platform(
            faults: FaultPlan([.init(.marketing, operation: "send", .nthCall(1), .duplicate)]))
        var stream = TestWorld.stream(1)
        _ = platform.loadContent(slot, text: "x", at: .start, using: &stream)
        let sent = platform.send(slot, recipients: 10, at: .start, using: &stream)
        #expect(try sent.result.get().deliveries == 2)
        #expect(sent.usage.total(.sends) == 20)
    }
}
