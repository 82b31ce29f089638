import MockCloud
import Synchronization

/// Requests that wait for other requests.
final class WaitRoom: Sendable {
    private struct Waiting {
        var key: String
        var continuation: CheckedContinuation<WireWait.End, Never>
    }

    private struct State {
        var nextID = 0
        var waiting: [Int: Waiting] = [:]
    }

    private let state = Mutex(State())

    /// Returns once the key is woken, or after the wait's time.
    func wait(for wait: WireWait) async -> WireWait.End {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let alarm = Task {
            try? await Task.sleep(for: .milliseconds(wait.milliseconds))
            if !Task.isCancelled { self.end(id, .timedOut) }
        }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.waiting[id] = Waiting(key: wait.key, continuation: continuation) }
                if Task.isCancelled { end(id, .timedOut) }
            }
        } onCancel: {
            end(id, .timedOut)
        }
    }

    /// Ends all waits for the keys.
    func wake(_ keys: [String]) {
        guard !keys.isEmpty else { return }
        let woken = state.withLock { state in
            let ids = state.waiting.filter { keys.contains($0.value.key) }.map(\.key).sorted()
            return ids.compactMap { state.waiting.removeValue(forKey: $0) }
        }
        for waiting in woken { waiting.continuation.resume(returning: .woken) }
    }

    private func end(_ id: Int, _ end: WireWait.End) {
        state.withLock { $0.waiting.removeValue(forKey: id) }?.continuation.resume(returning: end)
    }
}
