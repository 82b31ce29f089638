import Encodings
import Foundation

/// Lines of a journal's file, piece by piece, so that a long journal never lies in memory whole.
struct JournalReader {
    private let handle: FileHandle
    private let service: String?
    private let since: Int

    init?(path: String, service: String?, since: Int) {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        self.handle = handle
        self.service = service
        self.since = since
    }

    /// The lines asked for in the next megabyte or so; nil at the end.
    mutating func next(_ rest: inout [UInt8]) -> [UInt8]? {
        guard let data = try? handle.read(upToCount: 1 << 20), !data.isEmpty else {
            defer { rest = [] }
            return rest.isEmpty ? nil : filtered(rest[...])
        }
        rest += data
        guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        defer { rest.removeSubrange(...end) }
        return filtered(rest[...end])
    }

    private func filtered(_ lines: ArraySlice<UInt8>) -> [UInt8] {
        if service == nil, since == 0 { return Array(lines) }
        var kept: [UInt8] = []
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            guard let json = try? JSONParser.parse(Array(line)), (json["sequence"]?.integer ?? 0) >= since,
                service == nil || json["service"]?.string == service
            else { continue }
            kept += line
            kept.append(UInt8(ascii: "\n"))
        }
        return kept
    }
}
