import MockBedrock
import MockWire
import Quantities
import RandomStreams
import ServiceModels
import Writing

/// The calls of a pipeline: what leaves the warehouse is looked through for canaries, what the caller owes is worked out
/// from the answer, and both accounts are written.
extension Services {
    /// - Parameter fixed: parts of the prompt, from the first, that go out with every call.
    func complete(
        _ request: CompletionRequest, fixed: Int, entity: Int, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<Completion> {
        for (place, part) in request.prompt.enumerated() {
            if place < fixed { guarding.check(fixed: part) } else { guarding.check(part.text) }
        }
        let handled = cortex.complete(request, at: now, using: key)
        meters.noteOrder(.cortex, at: now)
        meters.note(
            handled, .cortex, "complete", entity: entity, at: now,
            owed: owed(handled) { terms.account.usage(of: $0, model: request.modelID) },
            request: request.prompt.last?.text, response: handled.response?.text)
        return waited(handled, for: .cortex)
    }

    func converse(
        _ request: ConverseRequest, entity: Int, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<ConverseResponse> {
        release(request)
        let handled = bedrock.converse(request, at: now, using: key)
        meters.noteOrder(.bedrock, at: now)
        meters.note(
            handled, .bedrock, "converse", entity: entity, at: now,
            owed: owed(handled) { terms.account.usage(of: $0.tokens, model: request.modelID) },
            request: request.messages.first?.text, response: handled.response?.text)
        return waited(handled, for: .bedrock)
    }

    func createBatchJob(
        _ records: [BatchRecord], model: String, entity: Int, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<BatchJobID> {
        for record in records { release(record.request) }
        let handled = bedrock.createBatchJob(records, modelID: model, at: now, using: key)
        meters.noteOrder(.bedrock, at: now)
        meters.note(handled, .bedrock, "create_batch_job", entity: entity, at: now, owed: Usage())
        return handled
    }

    /// - Parameter isFirst: whether no poll before found the job done; a job is billed once.
    func getBatchJob(
        _ id: BatchJobID, model: String, isFirst: Bool, entity: Int, at now: SimulatedInstant,
        using key: StreamKey
    ) -> Handled<BatchJob> {
        let handled = bedrock.getBatchJob(id, at: now, using: key)
        meters.noteOrder(.bedrock, at: now)
        let owed = owed(handled) { job in
            var usage = Usage()
            if isFirst, case .completed(let records) = job.status {
                for record in records { usage.add(terms.account.usage(of: record, model: model)) }
            }
            return usage
        }
        meters.note(handled, .bedrock, "get_batch_job", entity: entity, at: now, owed: owed)
        return handled
    }

    func invoke(
        _ function: String, payload: PromptPart, entity: Int, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<Lambda.Invocation> {
        let handled = lambda.invoke(
            function, payloadBytes: payload.text.utf8.count, at: now, using: key)
        meters.noteOrder(.lambda, at: now)
        meters.note(handled, .lambda, "invoke", entity: entity, at: now, owed: Usage())
        return handled
    }

    func finish(
        _ invocation: Lambda.Invocation, entity: Int, at now: SimulatedInstant, using key: StreamKey
    ) {
        let handled = lambda.finish(invocation, at: now, using: key)
        meters.noteOrder(.lambda, at: now)
        meters.note(
            handled, .lambda, "finish", entity: entity, at: now,
            owed: owed(handled) { _ in
                terms.account.usage(of: invocation, endedAt: now, megabytes: terms.functionMegabytes)
            })
    }

    /// Runs a statement; its warehouse time is the warehouse's own figure, which `WarehouseTimes` checks.
    func execute(
        _ sql: String, _ rows: [[SQLValue]], _ operation: String, at now: SimulatedInstant,
        using key: StreamKey
    ) -> Handled<Int> {
        let handled = snowflake.execute(sql, rows: rows, at: now, using: key)
        if handled.error == nil {
            meters.warehouse.ran(from: now, taking: handled.serviceTime, metered: handled.usage)
        }
        meters.note(handled, .snowflake, operation, entity: rows.count, at: now, owed: handled.usage)
        return handled
    }

    func suspendWarehouse(at now: SimulatedInstant, using key: StreamKey) {
        let handled = snowflake.suspendWarehouse(at: now, using: key)
        meters.warehouse.suspended(at: now, metered: handled.usage)
        meters.note(handled, .snowflake, "suspend", entity: 0, at: now, owed: handled.usage)
    }

    func publish(
        topic: String, message: String, entity: Int, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<SNS.Publication> {
        guarding.check(message)
        let handled = sns.publish(topic: topic, message: message, at: now, using: key)
        meters.note(
            handled, .sns, "publish", entity: entity, at: now,
            owed: owed(handled) { _ in terms.account.usage(ofMessage: message) })
        return handled
    }

    /// - Parameter mails: what the call brings to customers, if it does.
    func callPlatform<Response>(
        _ operation: String, entity: Int, at now: SimulatedInstant, using key: StreamKey,
        mails: (Response) -> MarketingPlatform.Sent?,
        _ body: (inout Door<MarketingPlatform>, SimulatedInstant, StreamKey) -> Handled<Response>
    ) -> Handled<Response> {
        let handled = body(&marketing, now, key)
        meters.note(
            handled, .marketing, operation, entity: entity, at: now,
            owed: owed(handled) { mails($0).map(terms.account.usage) ?? Usage() })
        return handled
    }

    // MARK: Shared

    private func owed<Response>(_ handled: Handled<Response>, _ usage: (Response) -> Usage) -> Usage {
        guard let response = handled.response else {
            guard terms.sabotage == .billsRetries else { return Usage() }
            var wrong = Usage()
            wrong.add(1, to: Meter(.lambda, "", .requests))
            return wrong
        }
        if forgets {
            forgets = false
            return Usage()
        }
        return usage(response)
    }

    private func waited<Response>(_ handled: Handled<Response>, for service: Meter.Service) -> Handled<
        Response
    > {
        let seen = terms.patience.seen(handled, of: service)
        if handled.error == nil, seen.error != nil {
            meters.services[service].timedOut += 1
            meters.waste(handled.usage)
        }
        return seen
    }

    private func release(_ request: ConverseRequest) {
        for part in request.system { guarding.check(fixed: part) }
        for part in request.messages { guarding.check(part.text) }
    }
}
