import Encodings
import MockWire
import Quantities
import Testing

/// Programs that crash, are late or work long, and what their invocations cost.
@Suite struct WatchTests {
    let door = WireDoor([WireDoor.lambda(), WireDoor.sns()])
    static let official = WireHeader("User-Agent", "aws-lambda-python/3.11.7-4.2.2")

    func create(_ name: String, timeout: Int = 3) {
        let answer = door.send(
            "POST", "/2015-03-31/functions", [],
            """
            {"FunctionName":"\(name)","Runtime":"python3.13","Handler":"a.b","Timeout":\(timeout),
             "Role":"arn:aws:iam::123456789012:role/r","Code":{"ZipFile":"UEs="}}
            """
        ).answer
        #expect(answer.status == 201)
    }

    /// A program asks for work.
    @discardableResult
    func poll(_ name: String, _ headers: [WireHeader] = [official]) -> (
        answer: WireAnswer, ticket: WireTicket
    ) {
        door.send("GET", "/\(name)/2018-06-01/runtime/invocation/next", headers)
    }

    func post(_ name: String, _ work: WireAnswer, _ path: String = "response", _ body: String = "1")
        -> WireAnswer
    {
        let id = work.headers["Lambda-Runtime-Aws-Request-Id"] ?? ""
        return door.send(
            "POST", "/\(name)/2018-06-01/runtime/invocation/\(id)/\(path)", [Self.official], body
        ).answer
    }

    /// Invokes a function whose program is attached.
    func begin(_ name: String, _ body: String = "{}") -> (request: WireRequest, ticket: WireTicket) {
        let request = WireRequest(
            "POST", "/2015-03-31/functions/\(name)/invocations",
            headers: [WireHeader("X-Amz-Log-Type", "Tail")],
            body: Array(body.utf8))
        let sent = door.send(request)
        #expect(sent.answer.body.isWait)
        return (request, sent.ticket)
    }

    func outcome(_ call: (request: WireRequest, ticket: WireTicket), _ end: WireWait.End = .woken)
        -> WireAnswer
    {
        door.send(call.request, resuming: (call.ticket, end)).answer
    }

    func billed(_ answer: WireAnswer) -> Int? {
        let log = Base64.decoded(answer.headers["X-Amz-Log-Result"] ?? "") ?? []
        let parts = String(decoding: log, as: UTF8.self).split(separator: "Billed Duration: ")
        return parts.count == 2 ? Int(parts[1].prefix { $0 != " " }) : nil
    }

    func spend(_ trace: String?) {
        let headers = trace.map { [WireHeader("X-Amzn-Trace-Id", $0)] } ?? []
        let body = "Action=ListTopics&Version=2010-03-31"
        #expect(door.send("POST", "/", headers, body).answer.serviceTime == .milliseconds(30))
    }

    @Test func anInvocationEndsWithTheConnectionOfItsProgram() throws {
        create("f")
        poll("f")
        let call = begin("f")
        let work = poll("f").answer
        let watch = try #require(door.watches.last)
        #expect(watch.endsWithConnection && watch.wait.milliseconds == 3_000)
        let over = try #require(door.end("lambda.run.", .hungUp))
        #expect(over.wakes.contains { $0.hasPrefix("lambda.answer.") })
        let done = outcome(call)
        #expect(done.headers["X-Amz-Function-Error"] == "Unhandled")
        #expect(done.parsed["errorType"] == "Runtime.ExitError")
        let id = work.headers["Lambda-Runtime-Aws-Request-Id"] ?? ""
        #expect(
            done.parsed["errorMessage"]?.string
                == "RequestId: \(id) Error: Runtime exited with error: exit status unknown")
    }

    @Test func onlyOfficialClientsAreTakenAtTheirConnection() {
        create("f")
        poll("f", [])
        _ = begin("f")
        poll("f", [WireHeader("User-Agent", "curl/8.5.0")])
        #expect(door.watches.last?.endsWithConnection == false)
        poll("f", [WireHeader("User-Agent", "AWS_Lambda_Cpp/0.2")])
        _ = begin("f", "2")
        poll("f", [WireHeader("User-Agent", "AWS_Lambda_Cpp/0.2")])
        #expect(door.watches.last?.endsWithConnection == true)
    }

    @Test func anEventWhoseProgramCrashesIsTriedAgainAndFreesItsPlace() {
        create("f")
        door.send("PUT", "/2017-10-31/functions/f/concurrency", [], "{\"ReservedConcurrentExecutions\":1}")
        var ticket = poll("f").ticket
        _ = door.invoke("f", "{}", [WireHeader("X-Amz-Invocation-Type", "Event")])
        for attempt in 1...3 {
            door.carryOut()
            let work = door.send(
                "GET", "/f/2018-06-01/runtime/invocation/next", [Self.official], resuming: (ticket, .woken)
            ).answer
            #expect(work.status == 200, "try \(attempt)")
            ticket = poll("f").ticket  // another program waits
            door.end("lambda.run.", .hungUp)
        }
        #expect(door.notes == ["dead_letter"])
        door.carryOut()
        let call = begin("f")
        let work = door.send(
            "GET", "/f/2018-06-01/runtime/invocation/next", [Self.official], resuming: (ticket, .woken)
        ).answer
        #expect(post("f", work).status == 202)
        #expect(outcome(call).text == "1")
    }

    @Test func anEventThatTakesTooLongIsTriedAgain() {
        create("f", timeout: 1)
        poll("f")
        _ = door.invoke("f", "{}", [WireHeader("X-Amz-Invocation-Type", "Event")])
        door.carryOut()
        let work = poll("f").answer
        door.end("lambda.run.", .timedOut)
        // INIT of 200 ms and the whole timeout.
        #expect(door.cloud.usage.total(.megabyteMilliseconds) == 1_200 * 128)
        door.carryOut()
        #expect(post("f", work).status == 202, "the late answer is taken")
        let again = poll("f").answer
        #expect(
            again.headers["Lambda-Runtime-Aws-Request-Id"] == work.headers["Lambda-Runtime-Aws-Request-Id"])
    }

    @Test func aHandlerWhoseCallsTakeTooLongTimesOutInVirtualTime() {
        create("f", timeout: 1)
        poll("f")
        let call = begin("f")
        let work = poll("f").answer
        for _ in 0..<40 { spend(work.headers["Lambda-Runtime-Trace-Id"]) }
        #expect(post("f", work).status == 202)
        let done = outcome(call)
        #expect(done.parsed["errorType"] == "Sandbox.Timedout")
        #expect(billed(done) == 1_200)
    }

    @Test func anInvocationIsBilledForItsOwnCalls() {
        create("f")
        poll("f")
        poll("f")
        let calls = [begin("f", "1"), begin("f", "2")]
        let works = [poll("f").answer, poll("f").answer]
        let traces = works.map { $0.headers["Lambda-Runtime-Trace-Id"] }
        #expect(traces[0] != traces[1])
        for count in 0..<5 { spend(traces[count == 0 ? 0 : 1]) }
        // A call by nobody known counts for all that run.
        spend(nil)
        spend("Root=1-0-0")
        for work in works { #expect(post("f", work).status == 202) }
        #expect(calls.map { billed(outcome($0)) } == [200 + 30 + 30, 200 + 120 + 30])
    }

    @Test func aTraceIsNoPartOfTheRequest() {
        let other = WireDoor([WireDoor.lambda()])
        let trace = WireHeader("X-Amzn-Trace-Id", "Root=1-2-3;Parent=4;Sampled=0")
        let answers = [door.invoke("generate-copy"), other.invoke("generate-copy", "{}", [trace])]
        #expect(answers[0].headers == answers[1].headers && answers[0].body == answers[1].body)
    }

    @Test func theDeadlineIsCountedFromTheHandingOut() {
        create("f", timeout: 7)
        poll("f")
        _ = begin("f")
        var work = poll("f").answer
        #expect(work.deadline == WireDeadline(header: "Lambda-Runtime-Deadline-Ms", milliseconds: 7_000))
        work.state(deadlineFrom: 1_000_000)
        #expect(work.headers.filter { $0.name == "Lambda-Runtime-Deadline-Ms" }.map(\.value) == ["1007000"])
    }

    @Test func aResetEndsWaitsAndLeavesNoTrace() {
        create("f")
        let waiting = poll("f").ticket
        let call = begin("f")
        let work = poll("f").answer
        door.cloud.reset()
        #expect(outcome(call).status == 500)
        #expect(door.cloud.callCount == 0 && door.cloud.now == .start)
        #expect(post("f", work).status == 202, "the program lives on")
        #expect(
            door.send("GET", "/f/2018-06-01/runtime/invocation/next", resuming: (waiting, .woken)).answer.body
                .isWait)
        _ = begin("f")
    }

    @Test func aProgramStaysAttachedWhenItsFunctionIsMadeAnew() {
        create("f")
        let waiting = poll("f").ticket
        let call = begin("f")
        #expect(door.send("DELETE", "/2015-03-31/functions/f").answer.wakes.count == 2)
        #expect(outcome(call).status == 404)
        create("f")
        let next = begin("f")
        let work = door.send("GET", "/f/2018-06-01/runtime/invocation/next", resuming: (waiting, .woken))
            .answer
        #expect(post("f", work).status == 202)
        #expect(outcome(next).text == "1")
    }

    @Test func aFunctionWhoseProgramHasGoneSaysSo() {
        create("f")
        #expect(door.invoke("f").parsed["statusCode"]?.integer == 200, "nobody has come yet")
        let waiting = poll("f").ticket
        door.send("GET", "/f/2018-06-01/runtime/invocation/next", resuming: (waiting, .hungUp))
        let answer = door.invoke("f")
        #expect(answer.headers["X-Amz-Function-Error"] == "Unhandled")
        #expect(answer.parsed["errorMessage"]?.string?.contains("no program is attached to f") == true)
    }

    @Test func aProgramThatDoesNotComeBackLeavesTheFunction() {
        create("f")
        let ticket = poll("f", []).ticket
        let call = begin("f")
        let work = door.send("GET", "/f/2018-06-01/runtime/invocation/next", resuming: (ticket, .woken))
            .answer
        #expect(post("f", work).status == 202)
        #expect(outcome(call).text == "1")
        #expect(door.end("lambda.presence.", .woken) == nil)
        let next = begin("f", "2")
        #expect(poll("f", []).answer.status == 200)
        door.end("lambda.run.", .timedOut)
        #expect(outcome(next).parsed["errorType"] == "Sandbox.Timedout")
        let last = begin("f", "3")
        door.end("lambda.presence.", .timedOut)
        #expect(outcome(last).parsed["errorMessage"]?.string?.contains("no program is attached") == true)
    }

    /// The only program of a function crashes with an event; what it leaves is another try.
    func crashWithEvent() -> String? {
        create("f")
        let ticket = poll("f").ticket
        _ = door.invoke("f", "{}", [WireHeader("X-Amz-Invocation-Type", "Event")])
        door.carryOut()
        let work = door.send("GET", "/f/2018-06-01/runtime/invocation/next", resuming: (ticket, .woken))
            .answer
        door.end("lambda.run.", .hungUp)
        door.carryOut()
        #expect(door.notes.isEmpty)
        return work.headers["Lambda-Runtime-Aws-Request-Id"]
    }

    @Test func anEventWaitsForTheNextProgramAfterACrash() {
        let id = crashWithEvent()
        let ticket = poll("f").ticket
        door.carryOut()
        let again = door.send("GET", "/f/2018-06-01/runtime/invocation/next", resuming: (ticket, .woken))
            .answer
        #expect(id != nil && again.headers["Lambda-Runtime-Aws-Request-Id"] == id)
    }

    @Test func anEventThatNoProgramComesForIsBuried() {
        _ = crashWithEvent()
        door.end("lambda.presence.f", .timedOut)
        #expect(door.notes == ["dead_letter"])
    }

    @Test func aCallerThatHangsUpLeavesTheRunToItsEnd() {
        create("f")
        poll("f")
        let call = begin("f")
        let work = poll("f").answer
        #expect(outcome(call, .hungUp).status == 500)
        #expect(door.cloud.usage.total(.requests) == 0)
        #expect(post("f", work).status == 202)
        #expect(door.cloud.usage.total(.requests) == 1)
        #expect(door.cloud.usage.total(.megabyteMilliseconds) == 200 * 128)
    }
}
