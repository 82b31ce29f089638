import Quantities
import Scenarios
import Testing

@testable import Campaigns

@Suite struct ReviewDeskTests {
    private func desk(_ change: (inout ReviewSettings) -> Void = { _ in }) -> ReviewDesk {
        var settings = ReviewSettings()
        settings.reviewers = 1
        change(&settings)
        return ReviewDesk(settings)
    }

    @Test func workStartsWhenTheDeskOpensAndGoesOnTheNextWorkingDay() {
        let desk = desk()
        let monday8 = SimulatedInstant.start + .hours(8)
        #expect(desk.beginning(by: 0, from: monday8) == .start + .hours(9))
        #expect(desk.completion(of: .hours(3), by: 0, from: monday8) == .start + .hours(12))
        // Ten hours: eight on Monday, two on Tuesday.
        #expect(desk.completion(of: .hours(10), by: 0, from: monday8) == .start + .hours(24 + 11))
        // From Friday 16:00, two hours end on Monday at ten.
        let friday16 = SimulatedInstant.start + .hours(4 * 24 + 16)
        #expect(desk.completion(of: .hours(2), by: 0, from: friday16) == .start + .hours(7 * 24 + 10))
    }

    @Test func casesWaitInOrderOrByAudience() {
        var fifo = desk()
        var byAudience = desk { $0.order = .audience }
        for (job, audience) in [(0, 10), (1, 30), (2, 20)] {
            _ = fifo.submit(job: job, audience: audience, limit: 10)
            _ = byAudience.submit(job: job, audience: audience, limit: 10)
        }
        func order(_ desk: inout ReviewDesk) -> [Int] {
            var jobs: [Int] = []
            while let (job, reviewer) = desk.next() {
                jobs.append(job)
                desk.release(reviewer, at: .start)
            }
            return jobs
        }
        let inOrder = order(&fifo)
        #expect(inOrder == [0, 1, 2])
        let largestFirst = order(&byAudience)
        #expect(largestFirst == [1, 2, 0])
    }

    @Test func aFullQueueRefusesAndABusyDeskWaits() {
        var desk = desk()
        let taken0 = desk.submit(job: 0, audience: 1, limit: 1)
        #expect(taken0)
        let refused = !desk.submit(job: 1, audience: 1, limit: 1)
        #expect(refused)
        let first = desk.next()
        #expect(first?.job == 0)
        let taken2 = desk.submit(job: 2, audience: 1, limit: 1)
        #expect(taken2)
        let none = desk.next() == nil
        #expect(none)
        let dropped = desk.dropWaiting()
        #expect(dropped == [2])
    }

    @Test func draftsAreCountedADay() {
        var desk = desk()
        let count9 = desk.countDraft(by: 0, at: .start + .hours(9))
        #expect(count9 == 1)
        let count10 = desk.countDraft(by: 0, at: .start + .hours(10))
        #expect(count10 == 2)
        let count33 = desk.countDraft(by: 0, at: .start + .hours(33))
        #expect(count33 == 1)
    }
}
