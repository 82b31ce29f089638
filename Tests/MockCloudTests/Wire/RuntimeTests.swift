import Encodings
import MockWire
import Quantities
import Testing

/// Programs that run handlers, by the bytes that they send.
@Suite struct RuntimeTests {
    let door = WireDoor([WireDoor.lambda(), WireDoor.sns()])
    static let next = "/generate-copy/2018-06-01/runtime/invocation/next"

    /// A program asks for work and has to wait.
    func attach(_ path: String = next) -> (answer: WireAnswer, ticket: WireTicket) {
        let waiting = door.send("GET", path)
        #expect(
            waiting.answer.body == .wait(WireWait(key: "lambda.work.generate-copy", milliseconds: 86_400_000))
        )
        return waiting
    }

    func answer(_ id: String, _ path: String, _ body: String) -> WireAnswer {
        door.send("POST", "/2018-06-01/runtime/invocation/\(id)/\(path)", [], body).answer
    }

    @Test func anInvocationGoesThroughTheProgram() {
        let poll = attach()
        let request = WireRequest(
            "POST", "/2015-03-31/functions/generate-copy/invocations",
            headers: [WireHeader("X-Amz-Client-Context", Base64.encoded(Array("{\"custom\":{}}".utf8)))],
            body: Array("{\"a\" : 1}".utf8))
        let waiting = door.send(request)
        #expect(waiting.answer.wakes == ["lambda.work.generate-copy"])
        guard case .wait(let wait) = waiting.answer.body else { return #expect(Bool(false), "no wait") }
        #expect(wait.milliseconds == 60_000)

        let work = door.send("GET", Self.next, resuming: (poll.ticket, .woken)).answer
        #expect(work.text == "{\"a\" : 1}", "byte for byte")
        #expect(work.headers["Lambda-Runtime-Client-Context"] == "{\"custom\":{}}")
        #expect(
            work.headers["Lambda-Runtime-Invoked-Function-Arn"]
                == "arn:aws:lambda:us-east-1:123456789012:function:generate-copy")
        #expect(Int(work.headers["Lambda-Runtime-Deadline-Ms"] ?? "") ?? 0 > 4_102_444_800_000)
        let id = work.headers["Lambda-Runtime-Aws-Request-Id"] ?? ""

        // The program is not done: whoever wakes for another reason waits on.
        #expect(door.send(request, resuming: (waiting.ticket, .woken)).answer.body.isWait)
        let taken = answer(id, "response", "not even JSON")
        #expect(taken.status == 202 && taken.wakes.contains(wait.key))
        let done = door.send(request, resuming: (waiting.ticket, .woken)).answer
        #expect(done.text == "not even JSON" && done.headers["X-Amz-Function-Error"] == nil)
        #expect(done.headers["x-amzn-RequestId"] == id)
        #expect(door.cloud.usage.total(.requests) == 1)
        #expect(answer(id, "response", "again").status == 403)
    }

    @Test func anErrorOfTheHandlerIsTheAnswer() {
        let poll = attach()
        let request = WireRequest("POST", "/2015-03-31/functions/generate-copy/invocations")
        let waiting = door.send(request)
        let work = door.send("GET", Self.next, resuming: (poll.ticket, .woken)).answer
        #expect(work.text == "{}", "no payload is an empty object")
        let error = "{\"errorMessage\":\"m\",\"errorType\":\"T\"}"
        #expect(answer(work.headers["Lambda-Runtime-Aws-Request-Id"] ?? "", "error", error).status == 202)
        let done = door.send(request, resuming: (waiting.ticket, .woken)).answer
        #expect(done.status == 200 && done.headers["X-Amz-Function-Error"] == "Unhandled")
        #expect(done.text == error)
    }

    @Test func aHandlerThatTakesTooLongTimesOutAndItsLateAnswerIsDropped() {
        let poll = attach()
        let request = WireRequest("POST", "/2015-03-31/functions/generate-copy/invocations")
        let waiting = door.send(request)
        let work = door.send("GET", Self.next, resuming: (poll.ticket, .woken)).answer
        let done = door.send(request, resuming: (waiting.ticket, .timedOut)).answer
        #expect(done.status == 200 && done.headers["X-Amz-Function-Error"] == "Unhandled")
        #expect(done.parsed["errorMessage"]?.string?.hasSuffix("Task timed out after 60.00 seconds") == true)
        // INIT of 200 ms and the whole timeout are billed.
        #expect(door.cloud.usage.total(.megabyteMilliseconds) == 60_200 * 512)
        #expect(answer(work.headers["Lambda-Runtime-Aws-Request-Id"] ?? "", "response", "{}").status == 202)
        #expect(door.cloud.usage.total(.requests) == 1)
    }

    @Test func theBareAddressIsTheDefaultFunctions() {
        let poll = attach("/2018-06-01/runtime/invocation/next")
        #expect(door.invoke("generate-copy").body.isWait)
        let work = door.send("GET", "/2018-06-01/runtime/invocation/next", resuming: (poll.ticket, .woken))
            .answer
        #expect(work.status == 200)
    }

    @Test func aProgramThatHangsUpLeavesTheFunctionToTheCannedHandler() {
        let poll = attach()
        #expect(door.send("GET", Self.next, resuming: (poll.ticket, .timedOut)).answer.status == 503)
        #expect(door.invoke("generate-copy").parsed["statusCode"]?.integer == 200)
    }

    @Test func aProgramMakesAFunctionByAskingForItsWork() {
        #expect(door.invoke("mine").status == 404)
        #expect(door.send("GET", "/mine/2018-06-01/runtime/invocation/next").answer.body.isWait)
        #expect(door.send("GET", "/2015-03-31/functions/mine").answer.status == 200)
        #expect(door.send("GET", "/missing-x/2018-06-01/runtime/invocation/next").answer.status == 403)
    }

    @Test func programsStayAttachedOverAReset() {
        _ = attach()
        door.cloud.reset()
        #expect(door.invoke("generate-copy").body.isWait)
    }

    @Test func aProgramThatCannotStartFailsEveryInvocationUntilAnotherComes() {
        let error = "{\"errorMessage\":\"No module\",\"errorType\":\"Runtime.ImportModuleError\"}"
        #expect(door.send("POST", "/2018-06-01/runtime/init/error", [], error).answer.status == 202)
        let failed = door.invoke("generate-copy")
        #expect(failed.headers["X-Amz-Function-Error"] == "Unhandled" && failed.text == error)
        _ = attach()
        #expect(door.invoke("generate-copy").body.isWait)
    }

    @Test func eventsAreTriedAgainAndBuriedInTheirTopic() throws {
        _ = door.sns("CreateTopic", ["Name": "dead"])
        _ = door.sns(
            "Subscribe",
            [
                "TopicArn": "arn:aws:sns:us-east-1:123456789012:dead", "Protocol": "lambda",
                "Endpoint": "arn:aws:lambda:us-east-1:123456789012:function:undertaker",
            ])
        let settings = "{\"DeadLetterConfig\":{\"TargetArn\":\"arn:aws:sns:us-east-1:123456789012:dead\"}}"
        door.send("PUT", "/2015-03-31/functions/generate-copy/configuration", [], settings)
        var poll = attach().ticket
        _ = door.send("GET", "/undertaker/2018-06-01/runtime/invocation/next")
        #expect(
            door.invoke("generate-copy", "{\"n\":1}", [WireHeader("X-Amz-Invocation-Type", "Event")]).status
                == 202)
        var ids: [String] = []
        for _ in 0..<3 {
            door.carryOut()
            let work = door.send("GET", Self.next, resuming: (poll, .woken)).answer
            ids.append(work.headers["Lambda-Runtime-Aws-Request-Id"] ?? "")
            #expect(answer(ids.last ?? "", "error", "{\"errorMessage\":\"m\"}").status == 202)
            poll = door.send("GET", Self.next).ticket
        }
        #expect(Set(ids).count == 1, "every try has the id of the request")
        #expect(door.notes == ["dead_letter"])
        door.carryOut()
        let record = door.send("GET", "/undertaker/2018-06-01/runtime/invocation/next").answer.parsed[
            "Records"]?.array?.first
        #expect(record?["Sns"]?["Message"]?.string == "{\"n\":1}")
        #expect(record?["Sns"]?["MessageAttributes"]?["RequestID"]?["Value"]?.string == ids.first)
    }
}
