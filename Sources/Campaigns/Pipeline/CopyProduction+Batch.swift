import MockCloud
import Quantities
import RandomStreams
import Scenarios
import SimulationKernel

extension CopyProduction {
    /// Hands all jobs in as one batch job.
    mutating func startBatch(in environment: inout Environment<Event>) {
        let records = jobs.indices.map {
            BatchRecord(id: UInt64($0), request: settings.request(for: jobs[$0]))
        }
        for job in jobs { guarding.check(job.persona.text) }
        let handled = services.bedrock.createBatchJob(
            records, modelID: settings.scenario.copy.model, at: environment.now,
            using: draws.bedrock.key(entity: 0, step: campaign << 10 | 1 << 31))
        services.meters.note(handled, .bedrock, "create_batch_job", entity: campaign, at: environment.now)
        services.meters.timeline.note(
            .copyCalls, from: environment.now, to: environment.now, count: records.count)
        calls += records.count
        for index in jobs.indices { jobs[index].calls += 1 }
        switch handled.result {
        case .success(let id): poll(id, in: &environment)
        case .failure(let error):
            for index in jobs.indices {
                jobs[index].outcome = .failed
                jobs[index].failure = error.status == 429 ? .copyThrottled : .copyRefused
            }
        }
    }

    private mutating func poll(_ id: BatchJobID, in environment: inout Environment<Event>) {
        let handled = services.bedrock.getBatchJob(
            id, at: environment.now, using: draws.bedrock.key(entity: 1, step: campaign << 10 | 1 << 31))
        services.meters.note(handled, .bedrock, "get_batch_job", entity: campaign, at: environment.now)
        if let job = handled.response, case .inProgress = job.status {
            environment.schedule(.batch(id), at: max(job.completion, environment.now))
        }
    }

    /// Takes the answers of a finished job; what does not pass is repaired by single calls.
    mutating func collectBatch(_ id: BatchJobID, in environment: inout Environment<Event>) {
        let handled = services.bedrock.getBatchJob(
            id, at: environment.now, using: draws.bedrock.key(entity: 2, step: campaign << 10 | 1 << 31))
        services.meters.note(handled, .bedrock, "get_batch_job", entity: campaign, at: environment.now)
        guard let job = handled.response, case .completed(let results) = job.status else { return }
        services.meters.timeline.note(.copyCalls, from: environment.now, to: environment.now, count: 0)
        services.lineage?.answered(
            results, of: jobs, model: settings.scenario.copy.model, call: services.meters.journal.count - 1)
        for result in results {
            let index = Int(result.id)
            if accept(result.response, for: index) {
                submit(index, in: &environment)
            } else if settings.scenario.copy.repairs > 0 {
                jobs[index].repairs += 1
                environment.schedule(.invoke(index), at: environment.now)
            } else {
                jobs[index].outcome = .failed
            }
        }
    }
}
