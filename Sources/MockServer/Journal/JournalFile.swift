import Foundation
public import MockWire
import Quantities
import Synchronization

/// The journal as JSON lines in a file: what was asked and answered, in order, however many calls there are.
///
/// Memory does not grow with the calls. Bodies longer than the limit are kept as their SHA-256.
public final class JournalFile: CallObserver {
    private struct State {
        var handle: FileHandle
        var pending: [UInt8] = []
        var count = 0
    }

    public let path: String
    private let bodyBytes: Int
    private let state: Mutex<State>

    /// Lines are written in pieces of this size, and whenever the journal is read.
    private static let pieceBytes = 1 << 18

    /// - Parameter bodyBytes: longest body that is kept whole.
    /// - Throws: when the file cannot be made.
    public init(path: String, bodyBytes: Int) throws {
        self.path = path
        self.bodyBytes = bodyBytes
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else {
            throw FinegrainError.badInput(
                "\(path) cannot be written", remedy: "give another folder with --data-dir")
        }
        state = Mutex(State(handle: handle))
    }

    public func observe(_ record: CallRecord) {
        state.withLock { state in
            line(record).append(to: &state.pending)
            state.count += 1
            if state.pending.count >= JournalFile.pieceBytes { JournalFile.flush(&state) }
        }
    }

    /// Writes what is pending, so that the file is whole.
    public func flush() { state.withLock { JournalFile.flush(&$0) } }

    /// Forgets all lines.
    public func clear() {
        state.withLock { state in
            state.pending = []
            state.count = 0
            try? state.handle.truncate(atOffset: 0)
        }
    }

    private static func flush(_ state: inout State) {
        guard !state.pending.isEmpty else { return }
        try? state.handle.seekToEnd()
        try? state.handle.write(contentsOf: Data(state.pending))
        state.pending.removeAll(keepingCapacity: true)
    }

    private func line(_ record: CallRecord) -> JournalLine {
        JournalLine(record: record, bodyBytes: bodyBytes)
    }
}
