import Quantities

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file read in chunks into one buffer that is reused, so that memory does not grow with the file.
///
/// The byte after the last one is always a line feed. A scanner may therefore run to the next line
/// end without checking for the end of the buffer at every byte.
final class ReadBuffer {
    let file: String
    private let chunkSize: Int
    private let descriptor: Int32
    private var capacity: Int
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private let observe: CSVReader.Observer?

    /// - Parameters:
    ///   - offset: where in the file to start.
    ///   - observe: called with each chunk as it was read.
    /// - Throws: bad input when the file cannot be opened.
    init(file: String, chunkSize: Int, offset: Int = 0, observe: CSVReader.Observer? = nil) throws {
        precondition(chunkSize > 0, "a chunk has at least one byte")
        descriptor = open(file, O_RDONLY)
        guard descriptor >= 0 else {
            throw FinegrainError.badInput(
                "cannot be opened: " + String(cString: strerror(errno)),
                remedy: "Check the path and its permissions.", file: file)
        }
        if offset > 0 { lseek(descriptor, off_t(offset), SEEK_SET) }
        self.file = file
        self.chunkSize = chunkSize
        self.observe = observe
        capacity = 2 * chunkSize
        bytes = .allocate(capacity: capacity + 1)
        bytes[0] = UInt8(ascii: "\n")
    }

    deinit {
        bytes.deallocate()
        close(descriptor)
    }

    /// Moves `bytes[start..<end]` to the front and appends the next chunk behind it.
    /// - Returns: the number of valid bytes; it equals `end - start` only at the end of the file.
    func refill(keeping start: Int, to end: Int) throws -> Int {
        let kept = end - start
        if kept + chunkSize > capacity {
            capacity = max(2 * capacity, kept + chunkSize)
            let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + 1)
            grown.update(from: bytes + start, count: kept)
            bytes.deallocate()
            bytes = grown
        } else if start > 0 {
            memmove(bytes, bytes + start, kept)
        }
        var received = read(descriptor, bytes + kept, chunkSize)
        while received < 0, errno == EINTR { received = read(descriptor, bytes + kept, chunkSize) }
        guard received >= 0 else {
            throw FinegrainError.badInput(
                "cannot be read: " + String(cString: strerror(errno)),
                remedy: "Give the path of a CSV file.", file: file)
        }
        if received > 0 { observe?(UnsafeRawBufferPointer(start: bytes + kept, count: received)) }
        bytes[kept + received] = UInt8(ascii: "\n")
        return kept + received
    }
}
