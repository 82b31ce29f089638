import MockBedrock
import Quantities
import RandomStreams
import Scenarios
import ServiceModels
import SimulationKernel
import Writing

extension CopyProduction {
    /// Hands all jobs in as one batch job.
    mutating func startBatch(in environment: inout Environment<Event>) {
        let records = jobs.indices.map {
            BatchRecord(id: UInt64($0), request: settings.request(for: jobs[$0]))
        }
        let handled = services.createBatchJob(
            records, model: settings.scenario.copy.model, entity: campaign, at: environment.now,
            using: batchKey(0))
        services.meters.timeline.note(
            .copyCalls, from: environment.now, to: environment.now, count: records.count)
        calls += records.count
        for index in jobs.indices { jobs[index].calls += 1 }
        switch handled.result {
        case .success(let id):
            batchFailures = 0
            poll(id, in: &environment)
        case .failure(let error): retryBatch(error, with: .handIn, in: &environment)
        }
    }

    /// Asks when the job will be done.
    mutating func poll(_ id: BatchJobID, in environment: inout Environment<Event>) {
        let handled = services.getBatchJob(
            id, model: settings.scenario.copy.model, isFirst: !isBatchBilled, entity: campaign,
            at: environment.now,
            using: batchKey(1))
        switch handled.result {
        case .success(let job):
            batchFailures = 0
            if case .completed = job.status { isBatchBilled = true }
            environment.schedule(.batch(id), at: max(job.completion, environment.now))
        case .failure(let error): retryBatch(error, with: .poll(id), in: &environment)
        }
    }

    /// Takes the answers of a finished job; what does not pass is repaired by single calls.
    mutating func collectBatch(_ id: BatchJobID, in environment: inout Environment<Event>) {
        let handled = services.getBatchJob(
            id, model: settings.scenario.copy.model, isFirst: !isBatchBilled, entity: campaign,
            at: environment.now,
            using: batchKey(2))
        if case .failure(let error) = handled.result {
            retryBatch(error, with: .batch(id), in: &environment)
            return
        }
        guard let job = handled.response, case .completed(let results) = job.status else { return }
        isBatchBilled = true
        services.meters.timeline.note(.copyCalls, from: environment.now, to: environment.now, count: 0)
        services.lineage?.answered(
            results, of: jobs, model: settings.scenario.copy.model, call: services.meters.journal.count - 1)
        for result in results {
            let index = Int(result.id)
            jobs[index].billed = services.terms.account.usage(of: result, model: settings.scenario.copy.model)
            if let response = result.response, accept(response, for: index) {
                submit(index, in: &environment)
                continue
            }
            if result.response == nil { jobs[index].failure = .copyRefused }
            if settings.scenario.copy.repairs > 0 {
                jobs[index].repairs += 1
                environment.schedule(.invoke(index), at: environment.now)
            } else {
                jobs[index].outcome = .failed
            }
        }
    }

    /// The draws of a call for the batch job: each attempt has its own.
    private func batchKey(_ call: Int) -> StreamKey {
        draws.bedrock.key(
            entity: call, step: campaign << 10 | 1 << 31 | batchFailures << Services.attemptShift)
    }

    /// Schedules another attempt at the batch job, or fails all of its records when the attempts are used up.
    private mutating func retryBatch(
        _ error: ServiceError, with event: Event, in environment: inout Environment<Event>
    ) {
        batchFailures += 1
        var stream = draws.waits.stream(entity: Int.max, step: campaign << 10 | batchFailures)
        let delay =
            error.isRetryable ? patience.backoff.delay(afterFailure: batchFailures, using: &stream) : nil
        services.meters.noteRetry(of: .bedrock, after: delay)
        if let delay {
            environment.schedule(event, after: delay)
            return
        }
        for index in jobs.indices {
            jobs[index].outcome = .failed
            jobs[index].failure = .copy(error)
        }
    }
}
