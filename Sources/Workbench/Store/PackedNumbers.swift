import Foundation

/// Numbers as eight little-endian bytes each: what a database column holds of many worlds.
///
/// Text of the same numbers is three times as long and takes a hundred times as long to read.
enum PackedNumbers {
    static func data(_ values: [Double]) -> Data { data(words: values.map(\.bitPattern)) }

    static func data(_ values: [Int]) -> Data { data(words: values.map { UInt64(bitPattern: Int64($0)) }) }

    private static func data(words: [UInt64]) -> Data {
        words.map(\.littleEndian).withUnsafeBytes { Data($0) }
    }

    /// The words of a column; nil where its length is not `count` words.
    static func words(_ bytes: UnsafeRawBufferPointer, count: Int) -> [UInt64]? {
        guard bytes.count == count * 8 else { return nil }
        return (0..<count).map {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self))
        }
    }

}
