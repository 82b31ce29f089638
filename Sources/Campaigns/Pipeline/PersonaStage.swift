import Encodings
import MockWire
import Quantities
import RandomStreams
import Scenarios
import ServiceModels
import SimulationKernel
import Writing

/// Attributes to personas: calls, schema validation and repair, within the concurrency of the service.
///
/// One event loop a campaign. Each job keeps its own streams, keyed by segment, campaign and call, so
/// that no job's draws depend on another's.
struct PersonaStage: EventHandler {
    struct Job {
        var slot: Int
        var identity: Int
        var prompt: PromptPart
        var calls = 0
        var retries = 0
        var repairs = 0
        var document: PersonaDocument?
        var answer: Result<Completion, ServiceError>?
        /// What the last answer was billed.
        var billed = Usage()
        /// Why the last answer could not be used.
        var failure: FailureTally.Reason?
    }

    enum Event {
        case ask(Int)
        case call(Int)
        case answered(Int)
    }

    var jobs: [Job]
    let services: Services
    let campaign: Int
    let model: String
    let instructions: PromptPart
    let maxTokens: Int
    let isStructured: Bool
    let repairs: Int
    let patience: Patience
    let draws: NamedStreams
    let waits: StreamFamily
    private var places: Resource<Int>
    private(set) var calls = 0
    private(set) var trace = Fingerprint()
    private(set) var finishedAt: SimulatedInstant

    init(
        jobs: [Job], services: Services, campaign: Int, settings: PipelineSettings, at start: SimulatedInstant
    ) {
        self.jobs = jobs
        self.services = services
        self.campaign = campaign
        let scenario = settings.scenario
        model = scenario.persona.model
        instructions = settings.prompts.persona
        maxTokens = scenario.persona.maxTokens
        isStructured = scenario.persona.schema == .strict
        repairs = scenario.copy.repairs
        patience = settings.patience
        draws = settings.seed.named("cortex")
        waits = settings.seed.streams("cortex.backoff")
        places = Resource(servers: scenario.limits.cortexConcurrency, startingAt: start)
        finishedAt = start
    }

    /// Runs all jobs to an answer or a failure.
    mutating func run() {
        guard !jobs.isEmpty else { return }
        var environment = Environment<Event>(startingAt: finishedAt, expectedPending: jobs.count)
        for job in jobs.indices { environment.schedule(.ask(job), at: environment.now) }
        environment.run(&self)
        finishedAt = environment.now
    }

    mutating func handle(_ event: Event, in environment: inout Environment<Event>) {
        switch event {
        case .ask(let job):
            if places.request(job, at: environment.now) == .granted { call(job, in: &environment) }
        case .call(let job): call(job, in: &environment)
        case .answered(let job):
            if let next = places.release(at: environment.now) {
                environment.schedule(.call(next), at: environment.now)
            }
            answered(job, in: &environment)
        }
    }

    private mutating func call(_ index: Int, in environment: inout Environment<Event>) {
        let job = jobs[index]
        let request = CompletionRequest(
            modelID: model, prompt: [instructions, job.prompt], maxTokens: maxTokens,
            isStructured: isStructured)
        let handled = services.complete(
            request, fixed: 1, entity: job.identity, at: environment.now,
            using: draws.key(entity: job.identity, step: campaign << 8 | job.calls))
        services.meters.timeline.note(
            .personas, from: environment.now, to: environment.now + handled.serviceTime)
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
        case .success(let completion):
            if let document = try? PersonaDocument(parsing: completion.text, schema: services.personaSchema) {
                jobs[index].document = document
                return
            }
            jobs[index].failure = completion.isCut ? .personaCut : .personaInvalid
            services.meters.waste(jobs[index].billed)
            if jobs[index].repairs < repairs {
                jobs[index].repairs += 1
                environment.schedule(.ask(index), at: environment.now)
            }
            services.lineage?.checked(jobs[index], completion.text, schema: services.personaSchema)
        case .failure(let error):
            jobs[index].failure = .persona(error)
            services.lineage?.unanswered(jobs[index], error)
            guard error.isRetryable else { return }
            jobs[index].retries += 1
            var stream = waits.stream(entity: jobs[index].identity, step: campaign << 8 | jobs[index].calls)
            let delay = patience.backoff.delay(afterFailure: jobs[index].retries, using: &stream)
            services.meters.noteRetry(of: .cortex, after: delay)
            if let delay { environment.schedule(.ask(index), after: delay) }
        }
    }
}
