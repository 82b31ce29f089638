import Quantities
import RandomStreams
import SimulationKernel

/// An M/M/8 queue whose jobs may fail and come back: the model that `peers/mmc_simpy.py` runs in SimPy.
///
/// Jobs arrive at 6.3 a second and are served for one second on average. A served job fails with
/// probability 0.05 and, at most three times, returns after a back-off whose mean is 2 s × 2^retries. The
/// server is free during the back-off. Draws are keyed by job and attempt.
struct RetryQueue: EventHandler {
    struct Job {
        var arrived: SimulatedInstant
        var number: Int32
        var attempt: Int16 = 0
        /// Decided when service starts, so that one block of the generator serves both draws.
        var fails = false
    }

    enum Event {
        case arrival
        case comeback(Job)
        case completion(Job)
    }

    static let servers = 8
    static let meanInterarrival = 1 / 6.3
    static let meanService = 1.0
    static let failureProbability = 0.05
    static let meanBackoff = 2.0
    static let maximumRetries = 3

    let jobs: Int
    private(set) var arrivals = 0
    private(set) var completions = 0
    private(set) var timeInSystem: Int64 = 0
    private var servers = Resource<Job>(servers: RetryQueue.servers)
    private var interarrivals: RandomStream
    private let attempts: StreamFamily

    init(jobs: Int, seed: Seed) {
        self.jobs = jobs
        interarrivals = seed.streams("mmc.arrivals").stream(entity: 0)
        attempts = seed.streams("mmc.attempts")
    }

    /// Mean seconds from a job's arrival to the end of its last service.
    var meanTimeInSystem: Double { Double(timeInSystem) / 1e9 / Double(completions) }

    mutating func begin(in environment: inout Environment<Event>) {
        environment.schedule(.arrival, after: gap())
    }

    mutating func handle(_ event: Event, in environment: inout Environment<Event>) {
        switch event {
        case .arrival:
            let job = Job(arrived: environment.now, number: Int32(arrivals))
            arrivals += 1
            if arrivals < jobs { environment.schedule(.arrival, after: gap()) }
            request(job, in: &environment)
        case .comeback(let job):
            request(job, in: &environment)
        case .completion(let job):
            if job.fails, job.attempt < RetryQueue.maximumRetries {
                backOff(job, in: &environment)
            } else {
                completions += 1
                timeInSystem += (environment.now - job.arrived).nanoseconds
            }
            if let next = servers.release(at: environment.now) { serve(next, in: &environment) }
        }
    }

    private mutating func request(_ job: Job, in environment: inout Environment<Event>) {
        if servers.request(job, at: environment.now) == .granted { serve(job, in: &environment) }
    }

    private func serve(_ job: Job, in environment: inout Environment<Event>) {
        var draws = attempts.stream(entity: Int(job.number), step: 2 * Int(job.attempt))
        let service = SimulatedDuration(seconds: draws.exponential(mean: RetryQueue.meanService))
        var job = job
        job.fails = draws.happens(RetryQueue.failureProbability)
        environment.schedule(.completion(job), after: service)
    }

    private func backOff(_ job: Job, in environment: inout Environment<Event>) {
        var draws = attempts.stream(entity: Int(job.number), step: 2 * Int(job.attempt) + 1)
        var job = job
        job.attempt += 1
        let mean = RetryQueue.meanBackoff * Double(1 << job.attempt)
        environment.schedule(.comeback(job), after: SimulatedDuration(seconds: draws.exponential(mean: mean)))
    }

    private mutating func gap() -> SimulatedDuration {
        SimulatedDuration(seconds: interarrivals.exponential(mean: RetryQueue.meanInterarrival))
    }
}
