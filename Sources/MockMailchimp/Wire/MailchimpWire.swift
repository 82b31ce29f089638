import Encodings
public import MockWire
public import Quantities
import RandomStreams
public import ServiceModels

/// Mailchimp's marketing API, version 3.0: lists, contacts, segments, campaigns and reports.
public struct MailchimpWire: WireService {
    public let service = Meter.Service.marketing
    var account: MailchimpAccount

    public init(_ account: MailchimpAccount) { self.account = account }

    public mutating func reset(faults: FaultPlan) { account = account.fresh(faults: faults) }

    public mutating func inject(_ faults: FaultPlan) { account.inject(faults) }

    /// What an operation gives.
    struct Reply {
        var status = 200
        /// Nil has no body.
        var json: JSONValue?
        var usage = Usage()

        /// Done, with nothing to say.
        static let done = Reply(status: 204)
    }

    /// A call on its way through an operation.
    struct Context {
        var call: WireCall
        var stream: RandomStream
        var fault: FaultPlan.Kind?

        /// A named part of the path.
        func part(_ name: String) -> String { call.parameters[name] ?? "" }

        /// An id that no other call makes.
        var newID: String {
            var key = Fingerprint(call.key)
            key.combine(call.operation)
            return String(key.hex.prefix(10))
        }
    }

    public mutating func answer(_ call: WireCall) -> WireAnswer {
        var context = Context(call: call, stream: call.stream)
        var time = SimulatedDuration.milliseconds(5)
        var usage = Usage()
        do throws(MailchimpRefusal) {
            try MailchimpWire.checkKey(call.request)
            let opening = account.open(
                FaultInjector.name(of: call.operation), at: call.now, using: &context.stream)
            time = opening.time
            context.fault = opening.fault
            usage = account.advance(to: call.now)
            if let refusal = opening.refusal { throw refusal }
            let reply = try perform(&context)
            usage.add(reply.usage)
            var answer = MailchimpWire.answer(reply, call, usage: usage, taking: time)
            if let id = call.parameters["campaign"] { answer.entity = MailchimpWire.entity(id) }
            return answer
        } catch {
            var answer = MailchimpWire.answer(error, instance: call.uuid())
            answer.usage = usage
            answer.serviceTime = time
            return answer
        }
    }

    /// A campaign as the journal names it.
    private static func entity(_ id: String) -> UInt64 {
        var key = Fingerprint()
        key.combine(id)
        return key.value
    }

    /// The body of a request; the client sends `null` where there is none.
    static func body(_ context: Context) throws(MailchimpRefusal) -> JSONValue {
        if let type = context.call.request.headers["Content-Type"], !context.call.body.isEmpty,
            !type.lowercased().hasPrefix("application/json")
        {
            throw MailchimpRefusal(
                415, "Unsupported Media Type",
                "The Content-Type '\(type)' is not supported: send application/json.")
        }
        let value: JSONValue
        do { value = try context.call.json() } catch { throw malformed(error.message) }
        if value == .null { return .object([]) }
        guard value.isObject else { throw malformed("an object is expected") }
        return value
    }

    private static func malformed(_ what: String) -> MailchimpRefusal {
        MailchimpRefusal(
            400, "JSON Parse Error", "We encountered an unspecified JSON parsing error: \(what).")
    }

    private static func answer(
        _ reply: Reply, _ call: WireCall, usage: Usage, taking time: SimulatedDuration
    ) -> WireAnswer {
        let id = WireHeader("X-Request-Id", call.uuid())
        guard let json = reply.json else {
            return WireAnswer(status: reply.status, headers: [id], usage: usage, serviceTime: time)
        }
        return WireAnswer(
            status: reply.status, json: json, contentType: "application/json; charset=utf-8", headers: [id],
            usage: usage, serviceTime: time)
    }

    private static func answer(_ refusal: MailchimpRefusal, instance: String) -> WireAnswer {
        WireAnswer(
            status: refusal.status, json: refusal.json(instance: instance),
            contentType: "application/problem+json; charset=utf-8",
            headers: [WireHeader("X-Request-Id", instance)], serviceTime: .milliseconds(5))
    }

    /// A key comes as the password of any user or as a token; `bad` stands for one that was revoked.
    private static func checkKey(_ request: WireRequest) throws(MailchimpRefusal) {
        var credential = ChatCredential.authorization(request)
        if case .key(let pair) = ChatCredential.authorization(request, scheme: "Basic") {
            guard let bytes = Base64.decoded(pair) else { throw .wrongKey }
            let text = String(decoding: bytes, as: UTF8.self)
            let key = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).dropFirst()
            credential =
                key.first.map { $0.isEmpty ? .missing : $0 == "bad" ? .wrong("bad") : .key(String($0)) }
                ?? .missing
        }
        switch credential {
        case .key: return
        case .missing: throw .noKey
        case .wrong: throw .wrongKey
        }
    }

    public func refused(_ code: String, status: Int, _ message: String, id: String) -> WireAnswer {
        MailchimpWire.answer(
            MailchimpRefusal(status, status == 413 ? "Request Entity Too Large" : "Bad Request", message),
            instance: id)
    }

    public func unknown(_ request: WireRequest, key: UInt64) -> WireAnswer? {
        guard request.path.first == "3.0" else { return nil }
        let others = routes.filter { $0.parameters(of: request.path) != nil }.map(\.method)
        guard others.isEmpty else {
            var answer = MailchimpWire.answer(
                MailchimpRefusal(
                    405, "Method Not Allowed",
                    "The requested method and resource are not compatible. See the Allow header for this resource's "
                        + "available methods."), instance: UUIDText.make(key))
            answer.headers.append(WireHeader("Allow", others.joined(separator: ", ")))
            return answer
        }
        let path = "/" + request.path.dropFirst().joined(separator: "/")
        return MailchimpWire.answer(
            MailchimpRefusal(
                404, "Resource Not Found", "\(request.method) \(path) is not supported by the mock cloud."),
            instance: UUIDText.make(key))
    }
}
