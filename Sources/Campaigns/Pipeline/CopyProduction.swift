import Encodings
import MockBedrock
import MockWire
import Quantities
import RandomStreams
import Scenarios
import ServiceModels
import SimulationKernel
import Writing

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
        /// Hand the batch job in again, or ask again for one that was.
        case handIn
        case poll(BatchJobID)
        case reviewed(job: Int, reviewer: Int)
        case deadline
    }

    var jobs: [CopyJob]
    let services: Services
    var desk: ReviewDesk
    let campaign: Int
    let deadline: SimulatedInstant
    let settings: PipelineSettings
    let patience: Patience
    /// Refused calls for the batch job, since one was answered.
    var batchFailures = 0
    /// Whether a poll found the batch job done, which bills it.
    var isBatchBilled = false
    /// What was approved: texts by digest, and when.
    var approvals: [(digest: UInt64, at: SimulatedInstant)] = []
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
        self.campaign = campaign
        self.deadline = deadline
        self.settings = settings
        patience = settings.patience
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
        case .handIn: startBatch(in: &environment)
        case .poll(let id): poll(id, in: &environment)
        case .reviewed(let job, let reviewer): reviewed(job, by: reviewer, in: &environment)
        case .deadline: passDeadline()
        }
    }

    func step(_ job: CopyJob) -> Int { campaign << 10 | job.calls }

    // MARK: Generation

    mutating func invoke(_ index: Int, in environment: inout Environment<Event>) {
        let job = jobs[index]
        let handled = services.invoke(
            settings.functionName, payload: job.persona, entity: job.identity, at: environment.now,
            using: draws.lambda.key(
                entity: job.identity, step: step(job) | job.retries << Services.attemptShift))
        switch handled.result {
        case .success(let invocation):
            jobs[index].invocation = invocation
            environment.schedule(.call(index), at: max(environment.now, invocation.started))
        case .failure(let error):
            leaveFanOut(in: &environment)
            retry(index, error, of: .lambda, with: .invoke(index), in: &environment)
        }
    }

    private mutating func call(_ index: Int, in environment: inout Environment<Event>) {
        let job = jobs[index]
        let handled = services.converse(
            settings.request(for: job), entity: job.identity, at: environment.now,
            using: draws.bedrock.key(entity: job.identity, step: step(job)))
        services.meters.timeline.note(
            .copyCalls, from: environment.now, to: environment.now + handled.serviceTime)
        reserved.note(handled, maxTokens: settings.scenario.copy.maxTokens, at: environment.now)
        calls += 1
        jobs[index].calls += 1
        jobs[index].answer = handled.result
        jobs[index].billed = handled.usage
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
            services.lineage?.unanswered(jobs[index], error)
            if !retry(index, error, of: .bedrock, with: .call(index), in: &environment) {
                finishInvocation(index, in: &environment)
            }
        }
    }
}
