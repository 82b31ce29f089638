import Encodings
@testable import MockBedrock
import MockWire
import Quantities
import RandomStreams
@testable import ServiceModels
import Testing
import Writing

@testable import MockCloud

/// A plan on batch jobs strikes them, in calls and on the wire.
@Suite struct BatchFaultTests {
    private func job(
        _ kind: FaultPlan.Kind, _ operation: String = "createBatchJob", records: Int = 40
    ) throws -> (created: Handled<BatchJobID>, done: BatchJob?, usage: Usage) {
        var bedrock = CopyTests.bedrock()
        bedrock.inject(FaultPlan([.init(.bedrock, operation: operation, .rate(1), kind)]))
        var stream = TestWorld.stream(0)
        let created = bedrock.createBatchJob(
            BatchTests.records(records), modelID: TestWorld.writerModel, at: .start, using: &stream)
        guard let id = created.response else { return (created, nil, Usage()) }
        let done = bedrock.getBatchJob(id, at: TestWorld.seconds(8_640_000), using: &stream)
        return (created, done.response, done.usage)
    }

    @Test func aJobIsRefusedAndNotKept() throws {
        #expect(try job(.throttle).created.error?.status == 429)
        #expect(try job(.serverError).created.error?.status == 500)
        #expect(try job(.throttle, "getBatchJob").done == nil)
    }

    @Test func aPartialFailureRefusesRecordsAndBillsTheOthers() throws {
        let (_, job, usage) = try job(.partialFailure)
        guard case .completed(let results)? = job?.status else { throw CopyDefect.malformed }
        let refused = results.count { $0.response == nil }
        // Half of 40, each by itself: four standard deviations are 12.6.
        #expect((8...32).contains(refused) && results.count == 40)
        #expect(usage.total(.outputTokens) == results.reduce(0) { $0 + ($1.response?.tokens.output ?? 0) })
    }

    @Test func aSlowJobIsDoneThatMuchLater() throws {
        let usual = try job(.slow(factor: 1)).done?.completion.nanoseconds ?? 0
        let slow = try job(.slow(factor: 3)).done?.completion.nanoseconds ?? 0
        #expect(abs(Double(slow) / Double(usual) - 3) < 1e-6)
    }

    @Test func theServersJobsAreStruckToo() throws {
        let cloud = try CloudTests.cloud()
        let record =
            #"{"modelInput": {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 40, "#
            + #""messages": [{"role": "user", "content": "hi"}]}}"#
        let lines = Array(repeating: record, count: 40).joined(separator: "\n")
        let host = [
            WireHeader(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=k/20260105/us-east-1/s3/aws4_request, Signature=0")
        ]
        let put = cloud.answer(
            WireRequest("PUT", "/finegrain/in/job.jsonl", headers: host, body: Array(lines.utf8))
        ).answer
        try #require(put.status == 200)
        func create(_ name: String) -> WireAnswer {
            let body =
                #"{"jobName": "\#(name)", "roleArn": "arn:aws:iam::123456789012:role/batch-job-role", "#
                + #""modelId": "anthropic.claude-haiku-4-5-20251001-v1:0", "inputDataConfig": "#
                + #"{"s3InputDataConfig": {"s3Uri": "s3://finegrain/in/job.jsonl"}}, "outputDataConfig": "#
                + #"{"s3OutputDataConfig": {"s3Uri": "s3://finegrain/out/"}}}"#
            return cloud.answer(WireRequest("POST", "/model-invocation-job", body: Array(body.utf8))).answer
        }
        func strike(_ kind: FaultPlan.Kind, _ operation: String = "createBatchJob") throws {
            cloud.inject(
                try cloud.checked(FaultPlan([.init(.bedrock, operation: operation, .rate(1), kind)])))
        }
        try strike(.throttle)
        #expect(create("one").status == 429)
        try strike(.serverError)
        #expect(create("two").status == 500)
        try strike(.partialFailure)
        let created = create("three")
        try #require(created.status == 200)
        let arn = try #require(CloudTests.json(created)["jobArn"]?.string)
        try strike(.throttle, "getBatchJob")
        func poll() throws -> (status: Int, json: JSONValue) {
            let path = "/model-invocation-job/" + PercentEncoding.encoded(arn)
            let answer = cloud.answer(WireRequest("GET", path)).answer
            return (answer.status, try CloudTests.json(answer))
        }
        #expect(try poll().status == 429)
        cloud.inject(.none)
        var last = try poll().json
        for _ in 0..<20 where last["endTime"] == nil { last = try poll().json }
        #expect(last["status"] == "PartiallyCompleted" && last["totalRecordCount"] == 40)
        #expect((8...32).contains(last["errorRecordCount"]?.integer ?? 0))
    }
}
