import CZlib

/// Bodies out of their compression (RFC 1950, 1952), up to a limit: a few kilobytes may claim gigabytes.
package enum Inflation {
    package enum Failure: Error {
        /// No gzip or zlib, or cut short.
        case malformed
        /// Longer than the limit.
        case tooLong
    }

    /// - Complexity: O(output), at most `limit` bytes of memory.
    package static func inflated(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        // 15 bits of window, and 32 for either header.
        guard inflateInit2_(&stream, 47, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .malformed
        }
        defer { inflateEnd(&stream) }
        var input = bytes
        var output: [UInt8] = []
        var piece = Array(repeating: UInt8(0), count: 65_536)
        var code = Z_OK
        let failure: Failure? = input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            while code != Z_STREAM_END {
                let made: Int = piece.withUnsafeMutableBufferPointer { piece in
                    stream.next_out = piece.baseAddress
                    stream.avail_out = UInt32(piece.count)
                    code = inflate(&stream, Z_NO_FLUSH)
                    return piece.count - Int(stream.avail_out)
                }
                guard code == Z_OK || code == Z_STREAM_END else { return .malformed }
                if made == 0, code != Z_STREAM_END { return .malformed }
                if output.count + made > limit { return .tooLong }
                output.append(contentsOf: piece[..<made])
            }
            return nil
        }
        if let failure { throw failure }
        return output
    }

    /// Compressed as gzip.
    package static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        guard
            deflateInit2_(
                &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                CInt(MemoryLayout<z_stream>.size)) == Z_OK
        else { return bytes }
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = Array(repeating: UInt8(0), count: Int(deflateBound(&stream, UInt(bytes.count))))
        input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                _ = deflate(&stream, Z_FINISH)
            }
        }
        output.removeLast(Int(stream.avail_out))
        return output
    }
}
