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
    private let stream: ByteStream
    /// What was detected when the file was opened at its start.
    let format: FileFormat
    private var capacity: Int
    private(set) var bytes: UnsafeMutablePointer<UInt8>

    /// - Parameters:
    ///   - offset: where in the file to start.
    ///   - observe: called with each chunk as it was read.
    /// - Throws: bad input when the file cannot be opened or is not a table of text.
    init(file: String, chunkSize: Int, offset: Int = 0, observe: CSVReader.Observer? = nil) throws {
        precondition(chunkSize > 0, "a chunk has at least one byte")
        stream = try ByteStream(file: file, offset: offset, observe: observe)
        format = offset == 0 ? try FileDetection.prepare(stream, file: file) : FileFormat()
        self.file = file
        self.chunkSize = chunkSize
        capacity = 2 * chunkSize
        bytes = .allocate(capacity: capacity + 1)
        bytes[0] = UInt8(ascii: "\n")
    }

    deinit { bytes.deallocate() }

    /// Whether the bytes are those of the file, so that parts of it can be read side by side.
    var isPlain: Bool { stream.isPlain }
    var isRegular: Bool { stream.isRegular }

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
        let received = try stream.read(into: bytes + kept, count: chunkSize)
        bytes[kept + received] = UInt8(ascii: "\n")
        return kept + received
    }
}
