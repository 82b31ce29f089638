public import MockWire
import Quantities
import Synchronization

/// Calls over HTTP/1.1 on one connection that is kept, one call at a time, each waiting for its answer.
///
/// It blocks its thread, as a pipeline's calls are in order and have nothing to do meanwhile. It speaks to `CloudServer`: answers
/// have a length, and nothing is redirected or compressed.
public final class HTTPLine: Carrier {
    private let host: String
    private let port: Int
    private let connection = Mutex<Socket?>(nil)

    /// - Parameter url: `http://ADDRESS:PORT`, as a server says it.
    /// - Throws: `FinegrainError` when it is none.
    public init(url: String) throws {
        let parts = url.split(separator: ":")
        guard parts.count == 3, parts[0] == "http", parts[1].hasPrefix("//"), let port = Int(parts[2]),
            (0...65_535).contains(port)
        else { throw HTTPLine.broken("\(url) is no http://ADDRESS:PORT") }
        host = String(parts[1].dropFirst(2))
        self.port = port
    }

    public func carry(_ request: WireRequest) throws -> WireAnswer {
        try connection.withLock { connection in
            // A server closes a connection that was idle for long.
            if connection?.isClosed ?? true { connection = try Socket(host: host, port: port) }
            guard let socket = connection else { throw HTTPLine.broken("there is no connection") }
            do {
                try socket.send(bytes(of: request))
                return try HTTPLine.answer(from: socket)
            } catch {
                connection = nil
                throw error
            }
        }
    }

    static func broken(_ reason: String) -> FinegrainError {
        .defect("the line to the mock cloud broke: \(reason)")
    }

    private func bytes(of request: WireRequest) -> [UInt8] {
        var head = "\(request.method) \(request.target) HTTP/1.1\r\nHost: \(host):\(port)\r\n"
        for header in request.headers { head += "\(header.name): \(header.value)\r\n" }
        head += "Content-Length: \(request.body.count)\r\n\r\n"
        return Array(head.utf8) + request.body
    }

    private static func answer(from socket: Socket) throws -> WireAnswer {
        let head = String(decoding: try socket.readHead(), as: UTF8.self)
        var lines = head.split(separator: "\r\n")[...]
        let status = lines.popFirst()?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        let headers = lines.map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
            return WireHeader(String(parts[0]), String(value))
        }
        guard let status, let length = headers["Content-Length"].flatMap(Int.init) else {
            throw broken("an answer has no status or no length: \(head.prefix(200))")
        }
        return WireAnswer(status: status, headers: headers, body: .bytes(try socket.read(length)))
    }
}
