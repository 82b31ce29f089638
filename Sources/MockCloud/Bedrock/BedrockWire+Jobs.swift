import Quantities
import RandomStreams

/// Batch jobs, with their files in S3.
///
/// Nothing makes virtual time pass between polls of a job, so a poll of one that runs stands for a quarter of its time.
extension BedrockWire {
    mutating func createJob(_ call: WireCall, _ body: JSONValue) throws(ServiceError) -> WireAnswer {
        let name = body["jobName"]?.string ?? ""
        let token = body["clientRequestToken"]?.string
        if let token, let known = jobs.first(where: { $0.request["clientRequestToken"]?.string == token }) {
            return listed(AWSAnswer.json(.members(["jobArn": .string(known.arn)]), call))
        }
        guard !jobs.contains(where: { $0.request["jobName"]?.string == name && !$0.isOver(at: call.now) })
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
        let latency = bedrock.batchLatency.sample(using: &stream)
        var job = InvocationJob(
            arn: BedrockWire.arn("model-invocation-job/" + id), request: body, modelID: model,
            submitted: call.now, completion: call.now + latency)
        read(&job, call)
        jobs.append(job)
        return listed(AWSAnswer.json(.members(["jobArn": .string(job.arn)]), call))
    }

    /// Reads the input and answers every record; quotas of tokens do not hold for batches.
    private mutating func read(_ job: inout InvocationJob, _ call: WireCall) {
        let uri = job.request["inputDataConfig"]?["s3InputDataConfig"]?["s3Uri"]?.string ?? ""
        guard let (bucket, key) = BedrockWire.location(uri) else {
            job.failure = "The input \(uri) is not an S3 URI."
            return
        }
        let keys = objects.get(bucket, key) == nil ? objects.keys(bucket, prefix: key) : [key]
        guard let first = keys.first else {
            job.failure = "There is no input at \(uri)."
            return
        }
        job.inputKey = first
        let isConverse = job.request["modelInvocationType"]?.string == "Converse"
        for key in keys {
            let lines = objects.get(bucket, key)?.body.split(separator: UInt8(ascii: "\n")) ?? []
            for line in lines where line.contains(where: { $0 > 0x20 }) {
                record(Array(line), isConverse: isConverse, &job, call)
            }
        }
        if job.records.isEmpty { job.failure = "The input at \(uri) has no records." }
    }

    private mutating func record(
        _ line: [UInt8], isConverse: Bool, _ job: inout InvocationJob, _ call: WireCall
    ) {
        let value = try? JSONParser.parse(line)
        let input = value?["modelInput"] ?? .null
        let number = job.records.count
        let id =
            value?["recordId"]?.string ?? "RECORD"
            + String(repeating: "0", count: 7 - min(7, String(number).count))
            + String(number)
        var own = call
        own.key = Fingerprint.mixed(call.key &+ UInt64(number) &* 0x9e37_79b9_7f4a_7c15)
        let result: Result<JSONValue, ServiceError>
        do throws(ServiceError) {
            let (body, tokens, usage) = try batchAnswer(
                input, isConverse: isConverse, job.modelID, own, number)
            job.usage.add(usage)
            job.tokens.input += tokens.input
            job.tokens.output += tokens.output
            result = .success(body)
        } catch {
            result = .failure(error)
        }
        job.records.append(.init(id: id, input: input, result: result))
    }

    private mutating func batchAnswer(
        _ input: JSONValue, isConverse: Bool, _ model: String, _ call: WireCall, _ number: Int
    ) throws(ServiceError) -> (JSONValue, TokenCounts, Usage) {
        guard case .object = input, let family = ModelBody.Family(model),
            let index = bedrock.models.firstIndex(where: { $0.profile.id == model })
        else { throw Bedrock.Errors.validation("A record needs a modelInput for a known model.") }
        var request: ConverseRequest
        if isConverse {
            let problems = shapes.first?.problems("Converse", body: input) ?? []
            if !problems.isEmpty { throw Bedrock.Errors.validation(AWSAnswer.message(problems)) }
            request = ConverseBody.request(input, model: model)
        } else {
            request = try self.request(input, model, family)
        }
        guard let prompt = request.chat, let writer = bedrock.chat else {
            throw Bedrock.Errors.validation("This account answers no conversations.")
        }
        let profile = bedrock.models[index].profile
        if let error = Bedrock.refusal(of: request, model: profile) { throw error }
        let tokensIn = writer.promptTokens(prompt, family: bedrock.models[index].family)
        var stream = Seed(call.key).streams("bedrock.batch").stream(entity: number)
        let answer: ChatAnswer
        do {
            answer = try writer.finished(
                prompt, service: .bedrock, input: tokensIn,
                maxTokens: request.maxTokens ?? profile.maxOutputTokens,
                family: bedrock.models[index].family, fault: nil, using: &stream)
        } catch { throw Bedrock.Errors.validation(error.message) }
        let response = ConverseResponse(
            text: answer.text, stopReason: answer.stop == .maxTokens ? .maxTokens : .endTurn,
            tokens: answer.tokens, firstToken: .zero, chat: answer)
        let body =
            isConverse
            ? ConverseBody.answer(response, time: .zero, trace: nil, call)
            : ModelBody.answer(response, family: family, model: model, call)
        return (
            body, answer.tokens, Bedrock.usage(answer.tokens, model: profile, lifetime: nil, isBatch: true)
        )
    }

    private static func location(_ uri: String) -> (bucket: String, key: String)? {
        guard uri.hasPrefix("s3://") else { return nil }
        let parts = uri.dropFirst(5).split(separator: "/", maxSplits: 1).map(String.init)
        guard let bucket = parts.first else { return nil }
        return (bucket, parts.count > 1 ? parts[1] : "")
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
        let index = try index(call)
        let usage = finish(index, call)
        var answer = AWSAnswer.json(description(jobs[index], call.now), call)
        answer.usage = usage
        let job = jobs[index]
        answer.serviceTime =
            job.isOver(at: call.now)
            ? Bedrock.refusalTime
            : SimulatedDuration(nanoseconds: (job.completion - job.submitted).nanoseconds / 4 + 1)
        return answer
    }

    mutating func stopJob(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let index = try index(call)
        guard !jobs[index].isOver(at: call.now) else {
            throw Bedrock.Errors.refusal("ConflictException", 400, "The job is over.")
        }
        jobs[index].stopped = call.now
        return listed(AWSAnswer.json(.object([]), call))
    }

    func listJobs(_ call: WireCall) -> WireAnswer {
        let status = call.request.parameter("statusEquals")
        let part = call.request.parameter("nameContains")
        var shown = jobs.filter { job in
            (status.map { $0 == job.status(at: call.now) } ?? true)
                && (part.map { job.request["jobName"]?.string?.contains($0) ?? false } ?? true)
        }
        if call.request.parameter("sortOrder") == "Descending" { shown.reverse() }
        let most = call.request.parameter("maxResults").flatMap(Int.init).map { max(1, $0) } ?? 1_000
        let start = max(0, call.request.parameter("nextToken").flatMap(Int.init) ?? 0)
        var members: [JSONValue.Member] = [
            .init(
                "invocationJobSummaries",
                .array(shown.dropFirst(start).prefix(most).map { description($0, call.now) }))
        ]
        if start + most < shown.count { members.append(.init("nextToken", .string(String(start + most)))) }
        return listed(AWSAnswer.json(.object(members), call))
    }

    private func description(_ job: InvocationJob, _ now: SimulatedInstant) -> JSONValue {
        let status = job.status(at: now)
        var members: [JSONValue.Member] = [
            .init("jobArn", .string(job.arn)), .init("jobName", job.request["jobName"] ?? .null),
            .init("modelId", job.request["modelId"] ?? .null),
            .init("roleArn", job.request["roleArn"] ?? .null),
            .init("status", .string(status)), .init("submitTime", .string(CivilTime(job.submitted).iso)),
            .init("lastModifiedTime", .string(CivilTime(min(now, job.completion)).iso)),
            .init("inputDataConfig", job.request["inputDataConfig"] ?? .null),
            .init("outputDataConfig", job.request["outputDataConfig"] ?? .null),
            .init("timeoutDurationInHours", job.request["timeoutDurationInHours"] ?? 24),
            .init("modelInvocationType", job.request["modelInvocationType"] ?? "InvokeModel"),
        ]
        if let token = job.request["clientRequestToken"] {
            members.append(.init("clientRequestToken", token))
        }
        if status == "Failed" {
            members.append(.init("message", .string(job.failure ?? "Every record failed.")))
        }
        if job.isOver(at: now) {
            members.append(.init("endTime", .string(CivilTime(job.stopped ?? job.completion).iso)))
            let good = job.records.filter { if case .success = $0.result { true } else { false } }.count
            members += [
                .init("totalRecordCount", .integer(job.records.count)),
                .init("processedRecordCount", .integer(job.records.count)),
                .init("successRecordCount", .integer(good)),
                .init("errorRecordCount", .integer(job.records.count - good)),
            ]
        }
        return .object(members)
    }

    /// Writes the output of a job that is done, once, and gives what it used.
    private mutating func finish(_ index: Int, _ call: WireCall) -> Usage {
        let job = jobs[index]
        guard !job.isWritten, ["Completed", "PartiallyCompleted"].contains(job.status(at: call.now)),
            let (bucket, prefix) = BedrockWire.location(
                job.request["outputDataConfig"]?["s3OutputDataConfig"]?["s3Uri"]?.string ?? "")
        else { return Usage() }
        jobs[index].isWritten = true
        let folder =
            (prefix.isEmpty || prefix.hasSuffix("/") ? prefix : prefix + "/")
            + (job.arn.split(separator: "/").last.map(String.init) ?? "") + "/"
        let lines = job.records.map { record -> String in
            var members: [JSONValue.Member] = [
                .init("recordId", .string(record.id)), .init("modelInput", record.input),
            ]
            switch record.result {
            case .success(let body): members.append(.init("modelOutput", body))
            case .failure(let error):
                members.append(
                    .init(
                        "error",
                        .members([
                            "errorCode": .integer(error.status), "errorMessage": .string(error.message),
                        ])))
            }
            return JSONValue.object(members).text() + "\n"
        }
        let good = job.records.filter { if case .success = $0.result { true } else { false } }.count
        let manifest = JSONValue.members([
            "totalRecordCount": .integer(job.records.count),
            "processedRecordCount": .integer(job.records.count),
            "successRecordCount": .integer(good), "errorRecordCount": .integer(job.records.count - good),
            "inputTokenCount": .integer(job.tokens.input), "outputTokenCount": .integer(job.tokens.output),
        ])
        let name = job.inputKey.split(separator: "/").last.map(String.init) ?? "input.jsonl"
        for (key, text) in [(name + ".out", lines.joined()), ("manifest.json.out", manifest.text())] {
            _ = objects.put(
                bucket, folder + key,
                .init(body: Array(text.utf8), contentType: "application/octet-stream", modified: call.now))
        }
        return job.usage
    }
}
