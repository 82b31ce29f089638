import Encodings
import Foundation
import MockWire
import Pricing
import Quantities
import RandomStreams
import ServiceModels
import Synchronization

/// Routes below `/_finegrain`, by which tests look into the cloud and set it up.
final class ControlRoutes: Sendable {
    let cloud: Cloud
    let journal: JournalFile
    let card: RateCard
    let pace: Pace
    let judge: ClientJudge
    let baseURL = Mutex("")

    init(cloud: Cloud, journal: JournalFile, card: RateCard, pace: Pace, judge: ClientJudge) {
        self.cloud = cloud
        self.journal = journal
        self.card = card
        self.pace = pace
        self.judge = judge
    }

    /// Nil for a path that is not the control's.
    func answer(_ request: WireRequest) -> WireAnswer? {
        // Typed calls are the cloud's.
        guard request.path.first == "_finegrain", request.path.dropFirst().first != "services" else {
            return nil
        }
        let method = request.method == "HEAD" ? "GET" : request.method
        switch (method, request.path.dropFirst().joined(separator: "/")) {
        case ("GET", "health"):
            return WireAnswer(
                json: .members([
                    "status": "ok", "version": .string(FinegrainVersion.current),
                    "calls": .integer(cloud.callCount),
                ]))
        case ("GET", "env"): return ControlRoutes.text(Environment.exports(url: url(asked: request)))
        case ("GET", "usage"): return WireAnswer(json: .members(["usage": ControlRoutes.json(cloud.usage)]))
        case ("GET", "invoice"): return WireAnswer(json: InvoiceDocument(cloud.usage, card: card).json)
        case ("GET", "verdict"): return WireAnswer(json: judge.verdict)
        case ("POST", "reset"):
            cloud.reset()
            journal.clear()
            judge.clear()
            var answer = ControlRoutes.done
            // Nothing is left of what they wait for.
            answer.wakes = [WaitRoom.everyKey]
            return answer
        case ("GET", "journal"):
            // A whole request is answered from the data folder; here it is wrong, or the folder is gone.
            return ControlRoutes.problem(request).map(refused)
                ?? WireAnswer(
                    status: 500, json: .members(["error": "the journal is no longer in the data folder"]))
        case ("PUT", "seed"): return seed(request)
        case ("PUT", "faults"): return faults(request)
        case ("PUT", "time-scale"): return timeScale(request)
        default:
            return WireAnswer(
                status: 404,
                json: .members([
                    "error": .string(
                        "no control route \(request.method) \(request.target); there are GET health, env, journal, usage, "
                            + "invoice, verdict, POST reset, PUT seed, faults, time-scale")
                ]))
        }
    }

    /// Where the client that asks reached the server.
    private func url(asked request: WireRequest) -> String {
        request.headers["Host"].map { "http://" + $0 } ?? baseURL.withLock { $0 }
    }

    private static let done = WireAnswer(json: .members(["status": "ok"]))

    private static func text(_ text: String) -> WireAnswer {
        WireAnswer(
            headers: [WireHeader("Content-Type", "text/plain; charset=utf-8")], body: .bytes(Array(text.utf8))
        )
    }

    static func json(_ usage: Usage) -> JSONValue {
        .array(
            usage.amounts.sorted { $0.meter < $1.meter }.map { amount in
                .members([
                    "service": .string(amount.meter.service.rawValue), "sku": .string(amount.meter.sku),
                    "meter": .string(amount.meter.kind.rawValue), "tier": .string(amount.meter.tier.rawValue),
                    "quantity": .integer(amount.quantity),
                ])
            })
    }

    private func refused(_ message: String) -> WireAnswer {
        WireAnswer(status: 400, json: .members(["error": .string(message)]))
    }

    private func seed(_ request: WireRequest) -> WireAnswer {
        guard let value = (try? JSONParser.parse(request.body))?["seed"]?.integer, value >= 0 else {
            return refused("give {\"seed\": a whole number, zero or more}")
        }
        cloud.reseed(Seed(UInt64(value)))
        return ControlRoutes.done
    }

    private func timeScale(_ request: WireRequest) -> WireAnswer {
        guard let value = (try? JSONParser.parse(request.body))?["scale"]?.double, value >= 0, value <= 1_000
        else { return refused("give {\"scale\": a number in 0...1000}") }
        pace.scale = value
        return ControlRoutes.done
    }

    private func faults(_ request: WireRequest) -> WireAnswer {
        do {
            let plan = try FaultPlan(json: (try? JSONParser.parse(request.body)) ?? .null)
            cloud.inject(try cloud.checked(plan))
            return ControlRoutes.done
        } catch {
            return WireAnswer(
                status: 400,
                json: .members([
                    "error": "the fault plan cannot be used",
                    "problems": .array(error.problems.map { .string($0.description) }),
                ]))
        }
    }

    /// The journal, where the request asks for it: lines of one service, or from one sequence on.
    ///
    /// Nil for another request, and for one that `answer` refuses.
    func journal(for request: WireRequest) -> JournalReader? {
        guard ControlRoutes.isJournal(request), ControlRoutes.problem(request) == nil else { return nil }
        journal.flush()
        return JournalReader(
            path: journal.path, service: request.parameter("service"),
            since: request.parameter("since").flatMap(Int.init) ?? 0)
    }

    private static func isJournal(_ request: WireRequest) -> Bool {
        request.method == "GET" && request.path == ["_finegrain", "journal"]
    }

    /// What is wrong with a request for the journal.
    private static func problem(_ request: WireRequest) -> String? {
        let names = Meter.Service.allCases.map(\.rawValue)
        if let service = request.parameter("service"), !names.contains(service) {
            return "no service \(service); there are " + names.joined(separator: ", ")
        }
        if let since = request.parameter("since"), Int(since).map({ $0 < 0 }) ?? true {
            return "since is the sequence of the first line wanted, zero or more"
        }
        return request.query.first { !["service", "since"].contains($0.name) }.map {
            "no parameter \($0.name); there are service and since"
        }
    }
}
