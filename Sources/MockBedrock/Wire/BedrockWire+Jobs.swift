import Encodings
import MockWire
import Quantities
import RandomStreams
import ServiceModels

/// Batch jobs, with their files in S3.
///
/// Nothing makes virtual time pass between polls of a job, so that a poll of one that runs, alone or in a list, stands for a
/// quarter of its time. What a job writes and costs is there from the first call of any service after its end.
extension BedrockWire {
    mutating func createJob(_ call: WireCall, _ body: JSONValue) throws(ServiceError) -> WireAnswer {
        let fault = try struck("createBatchJob", call)
        let name = body["jobName"]?.string ?? ""
        let token = body["clientRequestToken"]?.string
        let digest = CanonicalRequest.hash(
            call.operation, call.request, body: call.body, json: body, ignoring: volatileNames)
        if let token, let known = jobs.first(where: { $0.request["clientRequestToken"]?.string == token }) {
            guard known.digest == digest else {
                throw Bedrock.Errors.refusal(
                    "ConflictException", 400,
                    "The clientRequestToken was used before with other parameters.")
            }
            return listed(AWSAnswer.json(.members(["jobArn": .string(known.arn)]), call))
        }
        guard !jobs.contains(where: { $0.name == name && !$0.isOver(at: call.now) })
        else {
            throw Bedrock.Errors.refusal("ConflictException", 400, "A job with the name \(name) is running.")
        }
        let given = body["modelId"]?.string ?? ""
        let model = given.split(separator: "/").last.map(String.init) ?? given
        guard bedrock.models.contains(where: { $0.profile.id == model }) else {
            throw Bedrock.Errors.unknownModel(given)
        }
        let id = String(call.token(12).lowercased())
        var stream = call.stream
        let latency = bedrock.batchLatency.sample(using: &stream).slowed(by: fault)
        var job = InvocationJob(
            arn: BedrockWire.arn("model-invocation-job/" + id), request: body, digest: digest,
            modelID: model,
            submitted: call.now, completion: call.now + latency)
        if let failure = read(&job, fault: fault, call) { job.fail(failure, at: job.validated) }
        openJobs.append(jobs.count)
        jobs.append(job)
        return listed(AWSAnswer.json(.members(["jobArn": .string(job.arn)]), call))
    }

    /// The fault of a call, unless it refuses the call.
    private mutating func struck(_ operation: String, _ call: WireCall) throws(ServiceError) -> FaultPlan.Kind? {
        var stream = Seed(call.key).streams("bedrock.jobs.faults").stream(entity: 0)
        let fault = bedrock.faults.next(operation, at: call.now, using: &stream)
        if fault == .throttle { throw Bedrock.Errors.requests }
        if fault == .serverError { throw Bedrock.Errors.server }
        return fault
    }

    // MARK: Polls

    private func index(_ call: WireCall) throws(ServiceError) -> Int {
        let given = call.parameters["job"] ?? ""
        guard let index = jobs.firstIndex(where: { $0.arn == given || $0.arn.hasSuffix("/" + given) }) else {
            throw Bedrock.Errors.refusal("ResourceNotFoundException", 404, "There is no job \(given).")
        }
        return index
    }

    mutating func getJob(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        _ = try struck("getBatchJob", call)
        let index = try index(call)
        var answer = AWSAnswer.json(description(jobs[index], call.now), call)
        answer.serviceTime = BedrockWire.pollTime([jobs[index]], call.now)
        return answer
    }

    /// A quarter of the time of the longest job that still runs.
    private static func pollTime(_ jobs: [InvocationJob], _ now: SimulatedInstant) -> SimulatedDuration {
        jobs.filter { !$0.isOver(at: now) }.map {
            SimulatedDuration(nanoseconds: ($0.completion - $0.submitted).nanoseconds / 4 + 1)
        }.max() ?? Bedrock.refusalTime
    }

    mutating func stopJob(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let index = try index(call)
        guard !jobs[index].isOver(at: call.now) else {
            throw Bedrock.Errors.refusal("ConflictException", 400, "The job is over.")
        }
        jobs[index].stopped = call.now
        return listed(AWSAnswer.json(.object([]), call))
    }

    func listJobs(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let status = call.request.parameter("statusEquals")
        let part = call.request.parameter("nameContains")
        let after = call.request.parameter("submitTimeAfter").flatMap { CivilTime.epochSeconds(iso: $0) }
        let before = call.request.parameter("submitTimeBefore").flatMap { CivilTime.epochSeconds(iso: $0) }
        var shown = jobs.filter { job in
            let submitted = CivilTime(job.submitted).epochSeconds
            return (status.map { $0 == job.status(at: call.now) } ?? true)
                && (part.map { job.name.contains($0) } ?? true)
                && (after.map { submitted > $0 } ?? true) && (before.map { submitted < $0 } ?? true)
        }
        if call.request.parameter("sortOrder") == "Descending" { shown.reverse() }
        let range = try page(shown.count, call)
        var answer = BedrockWire.listed(
            "invocationJobSummaries", shown[range].map { description($0, call.now) }, range, of: shown.count,
            call)
        answer.serviceTime = BedrockWire.pollTime(Array(shown[range]), call.now)
        return answer
    }

    private func description(_ job: InvocationJob, _ now: SimulatedInstant) -> JSONValue {
        let status = job.status(at: now)
        var members: [JSONValue.Member] = [
            .init("jobArn", .string(job.arn)), .init("jobName", job.request["jobName"] ?? .null),
            .init("modelId", job.request["modelId"] ?? .null),
            .init("roleArn", job.request["roleArn"] ?? .null),
            .init("status", .string(status)), .init("submitTime", .string(CivilTime(job.submitted).iso)),
            .init("lastModifiedTime", .string(CivilTime(min(now, job.end)).iso)),
            .init("inputDataConfig", job.request["inputDataConfig"] ?? .null),
            .init("outputDataConfig", job.request["outputDataConfig"] ?? .null),
            .init("timeoutDurationInHours", job.request["timeoutDurationInHours"] ?? 24),
            .init("modelInvocationType", job.request["modelInvocationType"] ?? "InvokeModel"),
        ]
        if let token = job.request["clientRequestToken"] {
            members.append(.init("clientRequestToken", token))
        }
        if status == "Failed" {
            members.append(.init("message", .string(job.failure?.message ?? "Every record failed.")))
        }
        if job.isOver(at: now) {
            members.append(.init("endTime", .string(CivilTime(job.end).iso)))
            members += [
                .init("totalRecordCount", .integer(job.count)),
                .init("processedRecordCount", .integer(job.count)),
                .init("successRecordCount", .integer(job.goodCount)),
                .init("errorRecordCount", .integer(job.count - job.goodCount)),
            ]
        }
        return .object(members)
    }
}
