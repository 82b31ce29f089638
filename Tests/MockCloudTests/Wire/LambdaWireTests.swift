import Encodings
import MockWire
import Quantities
import ServiceModels
import Testing

@testable import MockAWS

@Suite struct LambdaWireTests {
    let door = WireDoor([WireDoor.lambda(), WireDoor.sns()])

    @Test func equalEventsGetEqualAnswersAndTheBillIsMetered() {
        let first = door.invoke("generate-copy", "{\"segment\": 1}")
        #expect(first.status == 200)
        #expect(first.headers["X-Amz-Executed-Version"] == "$LATEST")
        #expect(first.parsed["statusCode"]?.integer == 200)
        let usage = door.cloud.usage
        #expect(usage.total(.requests) == 1)
        // A cold start of 200 ms and some work, at 512 MB.
        #expect(usage.total(.megabyteMilliseconds) > 200 * 512)
        let second = door.invoke("generate-copy", "{\"segment\": 1}")
        #expect(second.body == first.body)
        #expect(second.headers["x-amzn-RequestId"] != first.headers["x-amzn-RequestId"])
        #expect(second.serviceTime < .milliseconds(200), "the environment was warm")
    }

    @Test func twoCloudsOfOneSeedAnswerAlike() {
        let other = WireDoor([WireDoor.lambda()])
        let third = WireDoor([WireDoor.lambda()], seed: 2)
        let first = door.invoke("generate-copy")
        #expect(other.invoke("generate-copy").headers == first.headers)
        #expect(third.invoke("generate-copy").headers != first.headers)
    }

    @Test func overlappingInvocationsNeedEnvironmentsOfTheirOwn() {
        let now = WireHeader("Finegrain-Now", "0")
        let door = WireDoor([WireDoor.lambda(LambdaLimits(concurrency: 2))])
        #expect(door.invoke("generate-copy", "1", [now]).status == 200)
        #expect(door.invoke("generate-copy", "2", [now]).status == 200)
        let refused = door.invoke("generate-copy", "3", [now])
        #expect(refused.code == "TooManyRequestsException")
        #expect(refused.parsed["Reason"]?.string == "ConcurrentInvocationLimitExceeded")
        #expect(refused.headers["Retry-After"] == "1")
        let later = WireHeader("Finegrain-Now", "2000000000")
        let warm = door.invoke("generate-copy", "4", [later, WireHeader("X-Amz-Log-Type", "Tail")])
        let log = Base64.decoded(warm.headers["X-Amz-Log-Result"] ?? "").map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(log?.contains("Init Duration") == false)
    }

    @Test func reservedConcurrencyIsKeptForItsFunction() {
        var lambda = Lambda(
            functions: ["a", "b"].map {
                LambdaFunction(name: $0, memoryMegabytes: 128, coldStart: .fixed(.zero))
            }, limits: LambdaLimits(concurrency: 103))
        var stream = TestWorld.stream(0)
        func invoke(_ name: String) -> ServiceError? {
            lambda.invoke(name, payloadBytes: 0, at: .start, using: &stream).error
        }
        let tooMany = lambda.reserve(4, for: "a")
        #expect(!tooMany, "a hundred must be left")
        let fits = lambda.reserve(2, for: "a")
        #expect(fits)
        #expect(lambda.unreservedConcurrency == 101)
        #expect(
            (0..<102).map { _ in invoke("b") }.filter { $0 != nil }.map(\.?.reason) == [
                "ConcurrentInvocationLimitExceeded"
            ])
        #expect(invoke("a") == nil)
        #expect(invoke("a") == nil)
        #expect(invoke("a")?.reason == "ReservedFunctionConcurrentInvocationLimitExceeded")
    }

    @Test(arguments: [
        ("generate-copy", nil), ("generate-copy:$LATEST", "$LATEST"), ("function:generate-copy", nil),
        ("123456789012:function:generate-copy", nil),
        ("arn:aws:lambda:us-east-1:123456789012:function:generate-copy:live", "live"),
    ])
    func functionsAreNamedInManyWays(text: String, qualifier: String?) {
        #expect(FunctionName(text)?.name == "generate-copy")
        #expect(FunctionName(text)?.qualifier == qualifier)
    }

    @Test(arguments: ["", "a b", "a:b:c", "arn:aws:s3:::bucket", "ü", ":", "arn:aws:lambda"])
    func otherTextNamesNoFunction(text: String) { #expect(FunctionName(text) == nil) }

    @Test func triggersAnswerWithTheirException() {
        for (code, status) in LambdaWire.statuses.sorted(by: { $0.key < $1.key }) {
            let answer = door.invoke("fault-" + code)
            #expect(answer.status == status && answer.code == code)
        }
        #expect(door.invoke("missing-anything").code == "ResourceNotFoundException")
        #expect(door.invoke("fault-Unheard").code == "ResourceNotFoundException")
        let failed = door.invoke("fault-handler")
        #expect(failed.status == 200 && failed.headers["X-Amz-Function-Error"] == "Unhandled")
        #expect(failed.parsed["errorType"]?.string == "RuntimeError")
    }

    @Test func anEventThatFailsIsTriedThreeTimesAndThenBuried() {
        let accepted = door.invoke("fault-handler", "{}", [WireHeader("X-Amz-Invocation-Type", "Event")])
        #expect(accepted.status == 202 && accepted.body.bytes.isEmpty)
        #expect(door.cloud.usage.isEmpty)
        door.carryOut()
        #expect(door.cloud.usage.total(.requests) == 3)
        #expect(door.notes == ["dead_letter"])
    }

    @Test func anEventThatFindsNoRoomIsTriedTenTimes() {
        let faults = FaultPlan([.init(.lambda, operation: "invoke", .rate(1), .throttle)])
        let door = WireDoor([WireDoor.lambda()], faults: faults)
        #expect(
            door.invoke("generate-copy", "{}", [WireHeader("X-Amz-Invocation-Type", "Event")]).status == 202)
        door.carryOut()
        #expect(door.cloud.callCount == 11)
        #expect(door.notes == ["dead_letter"])
        #expect(door.cloud.usage.isEmpty)
    }

    @Test func injectedFaultsRefuseInTheServicesForm() {
        let faults = FaultPlan([.init(.lambda, operation: "invoke", .nthCall(1), .serverError)])
        let door = WireDoor([WireDoor.lambda()], faults: faults)
        let refused = door.invoke("generate-copy")
        #expect(refused.status == 500 && refused.code == "ServiceException")
        #expect(refused.parsed["Message"] != nil && refused.parsed["Type"]?.string == "Service")
        #expect(door.invoke("generate-copy").status == 200)
    }

    @Test func unknownPathsOfTheServiceAreRefusedByName() {
        let answer = door.send("GET", "/2015-03-31/functions/generate-copy/versions").answer
        #expect(answer.status == 404 && answer.code == "UnknownOperationException")
        #expect(answer.text.contains("versions"))
    }
}
