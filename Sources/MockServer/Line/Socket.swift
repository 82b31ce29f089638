#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One TCP connection to an address of this machine, read and written in blocking calls.
final class Socket: @unchecked Sendable {
    // Whoever has the line's lock uses it.
    private let descriptor: Int32
    /// Bytes that came and were not read yet.
    private var pending: [UInt8] = []
    private var piece = [UInt8](repeating: 0, count: 1 << 16)

    private static let longestHead = 1 << 16

    /// - Parameter host: an IPv4 address such as `127.0.0.1`.
    init(host: String, port: Int) throws {
        #if canImport(Glibc)
            let stream = Int32(SOCK_STREAM.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
            throw HTTPLine.broken("\(host) is no IPv4 address")
        }
        descriptor = socket(AF_INET, stream, 0)
        guard descriptor >= 0 else { throw HTTPLine.broken(Socket.reason) }
        // Requests are whole: waiting for more bytes to send would only cost time.
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard code == 0 else {
            let reason = Socket.reason
            close(descriptor)
            throw HTTPLine.broken(reason)
        }
    }

    deinit { close(descriptor) }

    private static var reason: String { String(cString: strerror(errno)) }

    /// Whether the other side has ended the connection, as far as it is known.
    var isClosed: Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) == 0
    }

    func send(_ bytes: [UInt8]) throws {
        #if canImport(Glibc)
            let flags = Int32(MSG_NOSIGNAL)
        #else
            let flags: Int32 = 0
        #endif
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                #if canImport(Glibc)
                    Glibc.send(descriptor, $0.baseAddress, $0.count, flags)
                #else
                    Darwin.send(descriptor, $0.baseAddress, $0.count, flags)
                #endif
            }
            guard count > 0 else { throw HTTPLine.broken(Socket.reason) }
            sent += count
        }
    }

    /// Reads up to an empty line, which is taken off.
    func readHead() throws -> [UInt8] {
        let end: [UInt8] = [13, 10, 13, 10]
        var searched = 0
        while true {
            while searched + end.count <= pending.count {
                if pending[searched..<(searched + end.count)].elementsEqual(end) {
                    let head = Array(pending[..<searched])
                    pending.removeFirst(searched + end.count)
                    return head
                }
                searched += 1
            }
            guard pending.count < Socket.longestHead else { throw HTTPLine.broken("a head without end") }
            try fill()
        }
    }

    func read(_ count: Int) throws -> [UInt8] {
        while pending.count < count { try fill() }
        let bytes = Array(pending[..<count])
        pending.removeFirst(count)
        return bytes
    }

    private func fill() throws {
        let count = piece.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count != 0 else { throw HTTPLine.broken("the server closed the connection") }
        guard count > 0 else { throw HTTPLine.broken(Socket.reason) }
        pending.append(contentsOf: piece[..<count])
    }
}
