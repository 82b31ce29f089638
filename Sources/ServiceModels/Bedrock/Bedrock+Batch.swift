import Quantities
import RandomStreams
import Writing

extension Bedrock {
    /// Records that a batch job refuses, each by itself, under a partial failure.
    package static let partialShare = 0.5

    mutating func answerCreateBatchJob(
        _ records: [BatchRecord], modelID: String, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<BatchJobID> {
        let fault = faults.next("createBatchJob", at: now, using: &stream)
        let time = Bedrock.refusalTime.slowed(by: fault)
        guard let index = models.firstIndex(where: { $0.profile.id == modelID }) else {
            return Handled(Errors.unknownModel(modelID), taking: time)
        }
        if fault == .throttle { return Handled(Errors.requests, taking: time) }
        if fault == .serverError { return Handled(Errors.server, taking: time) }
        let profile = models[index].profile
        guard !records.isEmpty else {
            return Handled(Errors.validation("A job must have a record."), taking: time)
        }
        for record in records {
            if let error = Bedrock.refusal(of: record.request, model: profile) {
                return Handled(error, taking: time)
            }
        }
        let latency = batchLatency.sample(using: &stream).slowed(by: fault)
        var usage = Usage()
        let results = records.map { record in
            if fault == .partialFailure, stream.happens(Bedrock.partialShare) {
                return BatchJob.Result(id: record.id, response: nil)
            }
            let request = record.request
            let input = (request.system + request.messages).reduce(0) {
                $0 + estimator.tokens(in: $1, family: models[index].family)
            }
            let response = generate(
                request, tokens: TokenCounts(input: input),
                maxTokens: request.maxTokens ?? profile.maxOutputTokens, family: models[index].family,
                failureRate: rates.batch, fault: fault, using: &stream)
            usage.add(Bedrock.usage(response.tokens, model: profile, lifetime: nil, isBatch: true))
            return BatchJob.Result(id: record.id, response: response)
        }
        jobs.append(StoredJob(model: index, completion: now + latency, results: results, usage: usage))
        return Handled(BatchJobID(value: jobs.count - 1), taking: time)
    }

    mutating func answerGetBatchJob(
        _ id: BatchJobID, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<BatchJob> {
        let fault = faults.next("getBatchJob", at: now, using: &stream)
        let time = Bedrock.refusalTime.slowed(by: fault)
        guard jobs.indices.contains(id.value) else { return Handled(Errors.unknownJob(id), taking: time) }
        if fault == .throttle { return Handled(Errors.requests, taking: time) }
        if fault == .serverError { return Handled(Errors.server, taking: time) }
        let job = jobs[id.value]
        guard now >= job.completion else {
            return Handled(BatchJob(id: id, status: .inProgress, completion: job.completion), taking: time)
        }
        jobs[id.value].isMetered = true
        return Handled(
            BatchJob(id: id, status: .completed(job.results), completion: job.completion), taking: time,
            usage: job.isMetered ? Usage() : job.usage)
    }
}
