import HTTPTypes
import Hummingbird
import HummingbirdCore
import MockWire
import NIOCore

/// HTTP in front of a cloud: bytes of requests to `WireRequest`, bytes of answers back, and nothing else.
struct HTTPFront: Sendable {
    let cloud: Cloud
    let turn = Turn()
    let control: ControlRoutes
    let waits: WaitRoom
    let courier: Courier
    let pace: Pace
    let baseURL: @Sendable () -> String

    /// Answers one request on a connection.
    func respond(
        _ request: Request, _ writer: consuming ResponseWriter, on connection: ObjectIdentifier
    ) async throws {
        if request.headers[.expect]?.lowercased() == "100-continue" {
            try await writer.writeInformationalHead(HTTPResponse(status: .continue))
        }
        let (body, isTooLong) = try await HTTPFront.body(of: request)
        var wire = WireRequest(
            request.method.rawValue, request.head.path ?? "/",
            headers: HTTPFront.headers(of: request), body: body)
        wire.isTooLong = isTooLong
        wire.origin = .client(Int(bitPattern: connection))
        if let reader = control.journal(for: wire) { return try await send(reader, on: writer) }
        if let answer = control.answer(wire) {
            waits.wake(answer.wakes)
            return try await send(answer, on: writer)
        }
        var answer = await self.answer(wire, on: connection)
        for effect in answer.effects { courier.carry(effect, through: self, on: connection) }
        answer.state(deadlineFrom: WallClock.milliseconds)
        try await send(answer, on: writer)
    }

    /// The cloud's answer, after as many waits as it takes.
    func answer(_ request: WireRequest, on connection: ObjectIdentifier? = nil) async -> WireAnswer {
        var mark = waits.mark
        let opened = OpenedRequest(request)
        let url = baseURL()
        var (answer, ticket) = await turn.take { cloud.answer(opened, baseURL: url) }
        while case .wait(let wait) = answer.body, !waits.isClosed {
            waits.wake(answer.wakes)
            for effect in answer.effects { courier.carry(effect, through: self) }
            let end = await waits.wait(for: wait, since: mark, on: connection)
            mark = waits.mark
            let asked = ticket
            (answer, ticket) = await turn.take {
                cloud.answer(opened, resuming: (asked, end), baseURL: url)
            }
        }
        waits.wake(answer.wakes)
        return answer
    }

    /// Asks in a client's place when it does not do what it owes.
    /// - Parameter mark: of a moment before the client had its answer.
    func keep(_ watch: WireWatch, since mark: Int, on connection: ObjectIdentifier?) async {
        var end = await waits.wait(
            for: watch.wait, since: mark, on: watch.endsWithConnection ? connection : nil)
        if end == .hungUp {
            // A client that only changes its connection asks at once on the new one.
            let grace = WireWait(key: watch.wait.key, milliseconds: HTTPFront.graceMilliseconds)
            if await waits.wait(for: grace, since: mark, on: nil) == .woken { end = .woken }
        }
        guard !waits.isClosed, !Task.isCancelled, let request = watch.request(after: end) else { return }
        let answer = await self.answer(request)
        for effect in answer.effects { courier.carry(effect, through: self) }
    }

    private static let graceMilliseconds = 200

    private static func headers(of request: Request) -> [WireHeader] {
        var headers = request.headers.map { WireHeader($0.name.rawName, $0.value) }
        if let host = request.head.authority { headers.append(WireHeader("Host", host)) }
        return headers
    }

    /// Reads the body up to the limit, and drops the rest so that the client can hear the refusal.
    private static func body(of request: Request) async throws -> (bytes: [UInt8], isTooLong: Bool) {
        var bytes: [UInt8] = []
        var isTooLong = false
        for try await part in request.body {
            if !isTooLong, bytes.count + part.readableBytes > Cloud.bodyLimit {
                isTooLong = true
                bytes = []
            }
            if !isTooLong { bytes.append(contentsOf: part.readableBytesView) }
        }
        return (bytes, isTooLong)
    }

    private func send(_ answer: WireAnswer, on writer: consuming ResponseWriter) async throws {
        var fields = HTTPFields()
        for header in answer.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        switch answer.body {
        case .frames(let frames, let isCut):
            let head = HTTPResponse(status: .init(code: answer.status), headerFields: fields)
            try await send(frames, isCut: isCut, on: writer.writeHead(head))
        case .bytes(let bytes):
            try await pace.sleep(until: answer.serviceTime, since: pace.start())
            if answer.status != 204, fields[.contentLength] == nil {
                fields[.contentLength] = String(bytes.count)
            }
            let head = HTTPResponse(status: .init(code: answer.status), headerFields: fields)
            try await writer.write(
                response: head,
                body: bytes.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .wait:
            try await writer.writeResponse(HTTPResponse(status: .serviceUnavailable))
        }
    }

    private func send(
        _ frames: [WireFrame], isCut: Bool, on writer: consuming any ResponseBodyWriter
    ) async throws {
        let start = pace.start()
        if pace.scale == 0 {
            try await writer.write(contentsOf: frames.map { ByteBuffer(bytes: $0.bytes) })
        } else {
            for frame in frames {
                try await pace.sleep(until: frame.due, since: start)
                try await writer.write(ByteBuffer(bytes: frame.bytes))
            }
        }
        // An error closes the connection before the end of the body, which is what a cut is.
        if isCut { throw CutStream() }
        try await writer.finish(nil)
    }

    private func send(_ reader: JournalReader, on writer: consuming ResponseWriter) async throws {
        var reader = reader
        let fields: HTTPFields = [.contentType: "application/x-ndjson"]
        var body = try await writer.writeHead(HTTPResponse(status: .ok, headerFields: fields))
        var rest: [UInt8] = []
        while let lines = reader.next(&rest) {
            if !lines.isEmpty { try await body.write(ByteBuffer(bytes: lines)) }
        }
        try await body.finish(nil)
    }

    private struct CutStream: Error {}
}
