import Quantities
import Scenarios
import SimulationKernel

/// The reviewers: who is free when, what is waiting, how tired each is today.
///
/// A reviewer works through one case at a time within working hours; a case that does not fit before
/// closing goes on the next working day. What is still open when a campaign is sent stays, so that
/// backlog carries over.
struct ReviewDesk {
    struct Waiting {
        var job: Int
        var audience: Int
        var sequence: Int
    }

    private struct Reviewer {
        var freeAt = SimulatedInstant.start
        var isBusy = false
        var day = -1
        var draftsToday = 0
    }

    let settings: ReviewSettings
    private let calendar: WorkCalendar
    private var reviewers: [Reviewer]
    private(set) var waiting: [Waiting] = []
    private var sequence = 0

    init(_ settings: ReviewSettings) {
        self.settings = settings
        calendar = WorkCalendar(
            weekdays: Weekdays(rawValue: UInt8((1 << settings.daysPerWeek) - 1)), openingHour: settings.opens,
            closingHour: settings.closes)
        reviewers = Array(repeating: Reviewer(), count: settings.reviewers)
    }

    /// Working time of all reviewers between two instants.
    func capacity(from start: SimulatedInstant, to end: SimulatedInstant) -> SimulatedDuration {
        calendar.workingTime(from: start, to: end) * reviewers.count
    }

    /// Puts a case into the queue; false when it is full.
    mutating func submit(job: Int, audience: Int, limit: Int) -> Bool {
        guard waiting.count < limit else { return false }
        waiting.append(Waiting(job: job, audience: audience, sequence: sequence))
        sequence += 1
        return true
    }

    /// Gives the next waiting case to the reviewer who is free first.
    /// - Returns: the job and the reviewer, or nil when nobody is free or nothing waits.
    mutating func next() -> (job: Int, reviewer: Int)? {
        guard
            let reviewer = reviewers.indices.filter({ !reviewers[$0].isBusy })
                .min(by: { (reviewers[$0].freeAt, $0) < (reviewers[$1].freeAt, $1) }),
            let place = nextPlace
        else { return nil }
        reviewers[reviewer].isBusy = true
        return (waiting.remove(at: place).job, reviewer)
    }

    private var nextPlace: Int? {
        switch settings.order {
        case .fifo: waiting.isEmpty ? nil : 0
        case .audience:
            waiting.indices.min {
                (-waiting[$0].audience, waiting[$0].sequence) < (-waiting[$1].audience, waiting[$1].sequence)
            }
        }
    }

    /// When `work` that starts at `now` is done, within working hours.
    func completion(of work: SimulatedDuration, by reviewer: Int, from now: SimulatedInstant)
        -> SimulatedInstant
    {
        calendar.completion(of: work, startingAt: max(now, reviewers[reviewer].freeAt))
    }

    /// When the reviewer would begin, within working hours.
    func beginning(by reviewer: Int, from now: SimulatedInstant) -> SimulatedInstant {
        calendar.nextOpening(atOrAfter: max(now, reviewers[reviewer].freeAt))
    }

    /// Drafts that the reviewer has seen on the day of `instant`, counting this one.
    mutating func countDraft(by reviewer: Int, at instant: SimulatedInstant) -> Int {
        let day = Int(instant.nanoseconds / SimulatedDuration.days(1).nanoseconds)
        if reviewers[reviewer].day != day {
            reviewers[reviewer].day = day
            reviewers[reviewer].draftsToday = 0
        }
        reviewers[reviewer].draftsToday += 1
        return reviewers[reviewer].draftsToday
    }

    mutating func release(_ reviewer: Int, at instant: SimulatedInstant) {
        reviewers[reviewer].isBusy = false
        reviewers[reviewer].freeAt = instant
    }

    /// Empties the queue after the deadline, when late copy is dropped.
    mutating func dropWaiting() -> [Int] {
        defer { waiting.removeAll(keepingCapacity: true) }
        return waiting.map(\.job)
    }
}
