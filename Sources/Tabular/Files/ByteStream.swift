import Quantities

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The bytes of a file as UTF-8 text, whatever the file's compression and encoding.
///
/// A plain file is passed through without a copy. The observer sees the bytes as they are on the disk.
final class ByteStream {
    /// Bytes looked at before the first is handed out.
    static let headSize = 1 << 16

    private let file: String
    private let descriptor: Int32
    private let observe: CSVReader.Observer?
    private var inflater: GzipInflater?
    private var transcoder: Transcoder?
    /// Whether carriage returns are handed out as line feeds.
    private var replacesReturns = false
    /// Bytes that are read and decoded but not yet handed out.
    private var pending: [UInt8] = []
    private var pendingStart = 0
    private var isAtEnd = false
    /// Whether the bytes of the file are those that are handed out.
    var isPlain: Bool { inflater == nil && transcoder == nil && !replacesReturns }
    var isCompressed: Bool { inflater != nil }

    /// - Parameters:
    ///   - offset: where in the file to start; only plain files are read from elsewhere than the start.
    ///   - observe: called with each chunk as it was read.
    /// - Throws: bad input when the file cannot be opened.
    init(file: String, offset: Int = 0, observe: CSVReader.Observer? = nil) throws {
        descriptor = open(file, O_RDONLY)
        guard descriptor >= 0 else {
            throw FinegrainError.badInput(
                "cannot be opened: " + String(cString: strerror(errno)),
                remedy: "Check the path and its permissions.", file: file)
        }
        self.file = file
        self.observe = observe
        guard offset == 0 else {
            lseek(descriptor, off_t(offset), SEEK_SET)
            return
        }
        try fillPending()
        if GzipInflater.isGzip(pending) {
            let compressed = pending
            pending = []
            let inflater = try GzipInflater(file: file)
            self.inflater = inflater
            try inflater.inflate(compressed, to: &pending)
            if isAtEnd { try inflater.finish() }
            try fillPending()
        }
    }

    deinit { close(descriptor) }

    /// Whether the file can be read more than once.
    var isRegular: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// The first bytes, before any is handed out: all of a file of up to 64 KiB.
    var head: [UInt8] { pending }

    /// Sets the encoding of the bytes, of which none has been handed out.
    func decode(_ encoding: TextEncoding) throws {
        guard encoding != .utf8 else { return }
        var transcoder = Transcoder(encoding, file: file)
        var text: [UInt8] = []
        try pending.withUnsafeBufferPointer { try transcoder.append($0, to: &text) }
        if isAtEnd { try transcoder.finish() }
        pending = text
        self.transcoder = transcoder
    }

    /// Makes line feeds of carriage returns, of which none has been handed out.
    func replaceReturns() {
        replacesReturns = true
        ByteStream.replaceReturns(&pending, from: 0)
    }

    private static func replaceReturns(_ bytes: inout [UInt8], from start: Int) {
        for place in start..<bytes.count where bytes[place] == UInt8(ascii: "\r") {
            bytes[place] = UInt8(ascii: "\n")
        }
    }

    /// Copies up to `count` of the next bytes.
    /// - Returns: zero at the end of the file only.
    func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws -> Int {
        if pendingStart == pending.count, isPlain { return try readFile(into: target, count: count) }
        while pendingStart == pending.count, !isAtEnd {
            pending.removeAll(keepingCapacity: true)
            pendingStart = 0
            try appendChunk()
        }
        let taken = min(count, pending.count - pendingStart)
        pending.withUnsafeBufferPointer { bytes in
            if taken > 0 { target.update(from: bytes.baseAddress! + pendingStart, count: taken) }
        }
        pendingStart += taken
        return taken
    }

    private func fillPending() throws {
        while pending.count < ByteStream.headSize, !isAtEnd { try appendChunk() }
    }

    /// Reads a chunk of the file and appends what it decodes to, which may be nothing.
    private func appendChunk() throws {
        var raw = [UInt8](repeating: 0, count: ByteStream.headSize)
        let received = try raw.withUnsafeMutableBufferPointer {
            try readFile(into: $0.baseAddress!, count: $0.count)
        }
        isAtEnd = received == 0
        var bytes = Array(raw[..<received])
        if let inflater {
            var inflated: [UInt8] = []
            if isAtEnd { try inflater.finish() } else { try inflater.inflate(bytes, to: &inflated) }
            bytes = inflated
        }
        let start = pending.count
        defer { if replacesReturns { ByteStream.replaceReturns(&pending, from: start) } }
        guard transcoder != nil else {
            pending.append(contentsOf: bytes)
            return
        }
        try bytes.withUnsafeBufferPointer { try transcoder?.append($0, to: &pending) }
        if isAtEnd { try transcoder?.finish() }
    }

    private func readFile(into target: UnsafeMutablePointer<UInt8>, count: Int) throws -> Int {
        var received = readBytes(descriptor, target, count)
        while received < 0, errno == EINTR { received = readBytes(descriptor, target, count) }
        guard received >= 0 else {
            throw FinegrainError.badInput(
                "cannot be read: " + String(cString: strerror(errno)),
                remedy: "Give the path of a CSV file.", file: file)
        }
        if received > 0 { observe?(UnsafeRawBufferPointer(start: target, count: received)) }
        return received
    }
}

/// The system's `read`, which the method of that name hides.
private func readBytes(_ descriptor: Int32, _ target: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    read(descriptor, target, count)
}
