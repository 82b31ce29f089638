import CZlib
import Quantities

/// Bytes out of gzip (RFC 1952), chunk by chunk; several members one after the other are one text.
final class GzipInflater {
    private let file: String
    private var stream = z_stream()
    private var piece = [UInt8](repeating: 0, count: 1 << 16)
    /// Whether a member has begun and not ended.
    private var isInside = true

    static func isGzip(_ head: [UInt8]) -> Bool { head.starts(with: [0x1f, 0x8b, 0x08]) }

    init(file: String) throws {
        self.file = file
        // 15 bits of window, and 16 for the header of gzip.
        guard inflateInit2_(&stream, 31, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw damaged()
        }
    }

    deinit { inflateEnd(&stream) }

    /// Appends what the next bytes of the file hold.
    /// - Throws: bad input when they are damaged.
    func inflate(_ bytes: [UInt8], to output: inout [UInt8]) throws {
        var input = bytes
        let code = input.withUnsafeMutableBufferPointer { input -> CInt in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            var code = Z_OK
            // A full piece may leave more behind, even when the input is used up.
            var isFull = false
            while code == Z_OK, stream.avail_in > 0 || isFull {
                if !isInside { inflateReset(&stream) }
                isInside = true
                let made = piece.withUnsafeMutableBufferPointer { piece -> Int in
                    stream.next_out = piece.baseAddress
                    stream.avail_out = UInt32(piece.count)
                    code = CZlib.inflate(&stream, Z_NO_FLUSH)
                    return piece.count - Int(stream.avail_out)
                }
                output.append(contentsOf: piece[..<made])
                isFull = made == piece.count
                if code == Z_STREAM_END { (isInside, isFull, code) = (false, false, Z_OK) }
                if code == Z_BUF_ERROR { (isFull, code) = (false, Z_OK) }
            }
            return code
        }
        guard code == Z_OK else { throw damaged() }
    }

    /// - Throws: bad input when the file ends inside a member.
    func finish() throws {
        if isInside { throw damaged("the gzip file is cut off") }
    }

    private func damaged(_ message: String = "the gzip file is damaged") -> FinegrainError {
        .badInput(message, remedy: "Export or copy the file again; gzip -t checks it.", file: file)
    }
}
