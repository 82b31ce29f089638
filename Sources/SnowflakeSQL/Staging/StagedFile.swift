import Encodings
internal import Foundation

/// The bytes of a staged file, and their text out of its compression.
struct StagedFile {
    let name: String
    private let bytes: [UInt8]

    init(_ file: StageReader.File) throws {
        name = file.name
        bytes = try [UInt8](Data(contentsOf: file.url))
    }

    /// What changes when the file does.
    var digest: String { MD5.hex(bytes) }

    /// The extensions of compressions that are not read here.
    private static let refused = ["bz2": "BZ2", "br": "BROTLI", "zst": "ZSTD", "deflate": "DEFLATE"]

    /// - Throws: where the compression is not read here, and where the file is damaged.
    func text(_ format: FileFormat, _ inflate: ((_ bytes: [UInt8]) -> [UInt8]?)?) throws -> String {
        let suffix = name.split(separator: ".").last.map(String.init) ?? ""
        if format.compression == .auto, let method = StagedFile.refused[suffix.lowercased()] {
            throw SnowError.unsupported("COMPRESSION = \(method)")
        }
        let isPacked = bytes.starts(with: [0x1f, 0x8b])
        guard format.compression == .gzip || (format.compression == .auto && isPacked) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        guard let inflate else { throw SnowError.unsupported("COMPRESSION = GZIP") }
        guard isPacked, let plain = inflate(bytes) else {
            throw SnowError.runtime("100087", "22000", "Error decompressing file '\(name)' with GZIP")
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
