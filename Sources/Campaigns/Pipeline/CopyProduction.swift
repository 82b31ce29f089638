import MockCloud
import Quantities
import RandomStreams
import Scenarios
import SimulationKernel

/// Personas to decided copy: Lambda fan-out, Bedrock, validation and repair, review, regeneration.
///
/// One event loop a campaign, in virtual time, until everything is decided or dropped.
struct CopyProduction: EventHandler {
    enum Event {
        /// Ask for a place in the fan-out.
        case invoke(Int)
        /// The environment is up: call the model.
        case call(Int)
        case answered(Int)
        /// The batch job may be done.
        case batch(BatchJobID)
        case reviewed(job: Int, reviewer: Int)
        case deadline
    }

    var jobs: [CopyJob]
    let services: Services
    var desk: ReviewDesk
    var guarding: EgressGuard
    let campaign: Int
    let deadline: SimulatedInstant
    let settings: PipelineSettings
    let backoff: Backoff
    let draws: Draws
    var fanOut: Resource<Int>
    /// Reserved tokens by minute, for the quota's use.
    var reserved = QuotaUse()
    var failures = FailureTally()
    var calls = 0
    var submittedDrafts = 0
    var onTimeDrafts = 0
    var trace = Fingerprint()
    var lastDecision: SimulatedInstant

    /// Streams by purpose; a draw in one moves none in another.
    struct Draws {
        let bedrock, lambda: NamedStreams
        let waits, verdicts, edits: StreamFamily

        init(_ seed: Seed) {
            bedrock = seed.named("bedrock")
            lambda = seed.named("lambda")
            waits = seed.streams("bedrock.backoff")
            verdicts = seed.streams("review.verdicts")
            edits = seed.streams("review.edits")
        }
    }

    init(
        jobs: [CopyJob], services: Services, desk: ReviewDesk, campaign: Int, settings: PipelineSettings,
        at start: SimulatedInstant, deadline: SimulatedInstant
    ) {
        self.jobs = jobs
        self.services = services
        self.desk = desk
        guarding = EgressGuard()
        self.campaign = campaign
        self.deadline = deadline
        self.settings = settings
        backoff = settings.backoff
        draws = Draws(settings.seed)
        fanOut = Resource(servers: settings.scenario.limits.fanOut, startingAt: start)
        lastDecision = start
    }

    /// Runs to the last decision.
    mutating func run(from start: SimulatedInstant) {
        var environment = Environment<Event>(startingAt: start, expectedPending: jobs.count + 1)
        guard !jobs.isEmpty else { return }
        environment.schedule(.deadline, at: max(start, deadline), priority: .urgent)
        if settings.scenario.copy.mode == .batch {
            startBatch(in: &environment)
        } else {
            for job in jobs.indices { environment.schedule(.invoke(job), at: start) }
        }
        environment.run(&self)
        tallyFailures()
    }

    mutating func handle(_ event: Event, in environment: inout Environment<Event>) {
        switch event {
        // From the next campaign's export on, the segment is that campaign's: nothing more is generated for this one.
        case .invoke(let job) where environment.now >= settings.start(of: campaign + 1):
            jobs[job].outcome = .dropped
        case .invoke(let job):
            if fanOut.request(job, at: environment.now) == .granted { invoke(job, in: &environment) }
        case .call(let job): call(job, in: &environment)
        case .answered(let job): answered(job, in: &environment)
        case .batch(let id): collectBatch(id, in: &environment)
        case .reviewed(let job, let reviewer): reviewed(job, by: reviewer, in: &environment)
        case .deadline: passDeadline()
        }
    }

    func step(_ job: CopyJob) -> Int { campaign << 10 | job.calls }

    // MARK: Generation

    private mutating func invoke(_ index: Int, in environment: inout Environment<Event>) {
        let job = jobs[index]
        let handled = services.lambda.invoke(
            settings.functionName, payloadBytes: job.persona.text.utf8.count, at: environment.now,
            using: draws.lambda.key(entity: job.identity, step: step(job)))
        services.meters.note(handled, .lambda, "invoke", entity: job.identity, at: environment.now)
        switch handled.result {
        case .success(let invocation):
            jobs[index].invocation = invocation
            environment.schedule(.call(index), at: max(environment.now, invocation.started))
        case .failure(let error):
            leaveFanOut(in: &environment)
            retry(index, error, with: .invoke(index), in: &environment)
        }
    }

    private mutating func call(_ index: Int, in environment: inout Environment<Event>) {
        let job = jobs[index]
        guarding.check(job.persona.text)
        let handled = services.bedrock.converse(
            settings.request(for: job), at: environment.now,
            using: draws.bedrock.key(entity: job.identity, step: step(job)))
        services.meters.note(
            handled, .bedrock, "converse", entity: job.identity, at: environment.now,
            request: job.persona.text,
            response: handled.response?.text)
        services.meters.timeline.note(
            .copyCalls, from: environment.now, to: environment.now + handled.serviceTime)
        reserved.note(handled, maxTokens: settings.scenario.copy.maxTokens, at: environment.now)
        calls += 1
        jobs[index].calls += 1
        jobs[index].answer = handled.result
        trace.combine(UInt64(bitPattern: environment.now.nanoseconds))
        environment.schedule(.answered(index), after: handled.serviceTime)
    }

    private mutating func answered(_ index: Int, in environment: inout Environment<Event>) {
        guard let answer = jobs[index].answer else { return }
        switch answer {
        case .success(let response):
            if accept(response, for: index) {
                finishInvocation(index, in: &environment)
                submit(index, in: &environment)
            } else if jobs[index].repairs < settings.scenario.copy.repairs {
                jobs[index].repairs += 1
                environment.schedule(.call(index), at: environment.now)
            } else {
                finishInvocation(index, in: &environment)
                jobs[index].outcome = .failed
            }
        case .failure(let error):
            if !retry(index, error, with: .call(index), in: &environment) {
                finishInvocation(index, in: &environment)
            }
        }
    }

    /// Schedules another attempt, or fails the job when the attempts are used up.
    @discardableResult
    private mutating func retry(
        _ index: Int, _ error: ServiceError, with event: Event, in environment: inout Environment<Event>
    ) -> Bool {
        jobs[index].retries += 1
        jobs[index].failure = error.status == 429 ? .copyThrottled : .copyRefused
        var stream = draws.waits.stream(
            entity: jobs[index].identity, step: campaign << 10 | jobs[index].retries)
        guard error.isRetryable, let delay = backoff.delay(afterFailure: jobs[index].retries, using: &stream)
        else {
            jobs[index].outcome = .failed
            return false
        }
        environment.schedule(event, after: delay)
        return true
    }

    private mutating func finishInvocation(_ index: Int, in environment: inout Environment<Event>) {
        guard let invocation = jobs[index].invocation else { return }
        jobs[index].invocation = nil
        let handled = services.lambda.finish(
            invocation, at: environment.now,
            using: draws.lambda.key(entity: jobs[index].identity, step: step(jobs[index]) | 1 << 31))
        services.meters.note(handled, .lambda, "finish", entity: jobs[index].identity, at: environment.now)
        leaveFanOut(in: &environment)
    }

    private mutating func leaveFanOut(in environment: inout Environment<Event>) {
        if let next = fanOut.release(at: environment.now) { invoke(next, in: &environment) }
    }
}
