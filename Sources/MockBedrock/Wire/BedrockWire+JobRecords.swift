import Encodings
import MockWire
import Quantities
import RandomStreams
import ServiceModels
import Writing

/// What a batch job reads, and its answers.
extension BedrockWire {
    /// Reads the input and answers every record; quotas of tokens do not hold for batches.
    /// - Returns: why the job cannot run, where it cannot.
    mutating func read(_ job: inout InvocationJob, fault: FaultPlan.Kind?, _ call: WireCall) -> String? {
        let output = job.request["outputDataConfig"]?["s3OutputDataConfig"]?["s3Uri"]?.string ?? ""
        guard let target = BedrockWire.location(output), objects.has(target.bucket) else {
            return "The bucket of the output \(output) does not exist."
        }
        let uri = job.request["inputDataConfig"]?["s3InputDataConfig"]?["s3Uri"]?.string ?? ""
        guard let (bucket, key) = BedrockWire.location(uri) else {
            return "The input \(uri) is not an S3 URI."
        }
        let isFile = objects.get(bucket, key) != nil
        let keys = isFile ? [key] : objects.keys(bucket, prefix: key)
        guard !keys.isEmpty else { return "There is no input at \(uri)." }
        let folder = isFile ? key : key + (key.hasSuffix("/") || key.isEmpty ? "" : "/")
        for key in keys {
            let lines = objects.get(bucket, key)?.body.split(separator: UInt8(ascii: "\n")) ?? []
            var records: [InvocationJob.Record] = []
            for line in lines where line.contains(where: { $0 > 0x20 }) {
                records.append(record(Array(line), job.count + records.count, &job, fault: fault, call))
            }
            guard !records.isEmpty else { continue }
            job.files.append(.init(name: BedrockWire.name(of: key, in: folder), records: records))
        }
        return job.files.isEmpty ? "The input at \(uri) has no records." : nil
    }

    /// A file's name below the folder that was given, or its own where it was given itself.
    private static func name(of key: String, in folder: String) -> String {
        key.hasPrefix(folder) && key != folder
            ? String(key.dropFirst(folder.count)) : key.split(separator: "/").last.map(String.init) ?? key
    }

    /// Bucket and key of `s3://bucket/key`.
    static func location(_ uri: String) -> (bucket: String, key: String)? {
        guard uri.hasPrefix("s3://") else { return nil }
        let parts = uri.dropFirst(5).split(separator: "/", maxSplits: 1).map(String.init)
        guard let bucket = parts.first else { return nil }
        return (bucket, parts.count > 1 ? parts[1] : "")
    }

    /// One line and its answer. A line that is no JSON is kept as text.
    private mutating func record(
        _ line: [UInt8], _ number: Int, _ job: inout InvocationJob, fault: FaultPlan.Kind?, _ call: WireCall
    ) -> InvocationJob.Record {
        let value = try? JSONParser.parse(line)
        let digits = String(number)
        let id =
            value?["recordId"]?.string ?? "RECORD" + String(repeating: "0", count: max(0, 7 - digits.count))
            + digits
        var members = [JSONValue.Member("recordId", .string(id))]
        if case .object(let given)? = value {
            members += given.filter { !["recordId", "modelOutput", "error"].contains($0.key) }
        } else {
            members.append(.init("modelInput", value ?? .string(String(decoding: line, as: UTF8.self))))
        }
        var own = call
        own.key = Fingerprint.mixed(call.key &+ UInt64(number) &* 0x9e37_79b9_7f4a_7c15)
        do throws(ServiceError) {
            guard case .object? = value else {
                throw Bedrock.Errors.validation("The line is not an object of JSON.")
            }
            let (body, tokens, usage) = try batchAnswer(
                value?["modelInput"] ?? .null, isConverse: job.isConverse, job.modelID, fault: fault, own, number)
            job.usage.add(usage)
            job.tokens.input += tokens.input
            job.tokens.output += tokens.output
            return .init(members: members, result: .success(body))
        } catch {
            return .init(members: members, result: .failure(error))
        }
    }

    private mutating func batchAnswer(
        _ input: JSONValue, isConverse: Bool, _ model: String, fault: FaultPlan.Kind?, _ call: WireCall, _ number: Int
    ) throws(ServiceError) -> (JSONValue, TokenCounts, Usage) {
        guard case .object = input, let family = ModelFamily(model),
            let index = bedrock.models.firstIndex(where: { $0.profile.id == model })
        else { throw Bedrock.Errors.validation("A record needs a modelInput for a known model.") }
        let request: ConverseRequest
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
        if fault == .partialFailure, stream.happens(Bedrock.partialShare) { throw Bedrock.Errors.server }
        let answer: ChatAnswer
        do {
            answer = try writer.finished(
                prompt, service: .bedrock, input: tokensIn,
                maxTokens: request.maxTokens ?? profile.maxOutputTokens,
                family: bedrock.models[index].family, fault: fault, using: &stream)
        } catch { throw Bedrock.Errors.validation(error.message) }
        let response = ConverseResponse(
            text: answer.text, stopReason: BedrockWire.reason(answer.stop), tokens: answer.tokens,
            firstToken: .zero, chat: answer)
        let body =
            isConverse
            ? ConverseBody.answer(response, time: .zero, trace: nil, call)
            : ModelBody.answer(response, family: family, model: model, call)
        return (
            body, answer.tokens, Bedrock.usage(answer.tokens, model: profile, lifetime: nil, isBatch: true)
        )
    }

    private static func reason(_ stop: ChatAnswer.Stop) -> ConverseResponse.StopReason {
        switch stop {
        case .end: .endTurn
        case .maxTokens: .maxTokens
        case .toolUse: .toolUse
        case .stopSequence: .stopSequence
        }
    }
}
