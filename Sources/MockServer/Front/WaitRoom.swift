import MockWire
import Synchronization

/// Requests that wait for other requests.
final class WaitRoom: Sendable {
    private struct Waiting {
        var key: String
        /// Nil for a request that no client waits for.
        var connection: ObjectIdentifier?
        var continuation: CheckedContinuation<WireWait.End, Never>
    }

    private struct State {
        var nextID = 0
        var waiting: [Int: Waiting] = [:]
        /// How many wakes there were, and which was the last for a key: one that comes between a cloud's answer and the wait
        /// that follows must not be lost.
        var wakes = 0
        var lastWake: [String: Int] = [:]
        /// Connections whose client has gone, as long as they are there.
        var gone: Set<ObjectIdentifier> = []
        var isClosed = false
    }

    private let state = Mutex(State())
    /// Keys whose last wake is remembered.
    private static let rememberedKeys = 10_000

    /// A wake for every wait: what was waited for is there no more.
    static let everyKey = "*"

    /// The present, for `wait(for:since:)`.
    var mark: Int { state.withLock { $0.wakes } }

    /// Returns once the key is woken, was woken since the mark, or after the wait's time.
    func wait(
        for wait: WireWait, since mark: Int, on connection: ObjectIdentifier?
    ) async -> WireWait.End {
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
                let end: WireWait.End? = state.withLock { state in
                    let isGone = connection.map(state.gone.contains) ?? false
                    if isGone { return .hungUp }
                    if state.isClosed || Task.isCancelled { return .timedOut }
                    for key in [wait.key, WaitRoom.everyKey] {
                        if let last = state.lastWake[key], last > mark { return .woken }
                    }
                    state.waiting[id] = Waiting(
                        key: wait.key, connection: connection, continuation: continuation)
                    return nil
                }
                if let end { continuation.resume(returning: end) }
            }
        } onCancel: {
            end(id, .timedOut)
        }
    }

    /// Ends all waits for the keys.
    func wake(_ keys: [String]) {
        guard !keys.isEmpty else { return }
        let woken = state.withLock { state in
            state.wakes += 1
            if state.lastWake.count > WaitRoom.rememberedKeys { state.lastWake = [:] }
            for key in keys { state.lastWake[key] = state.wakes }
            let all = keys.contains(WaitRoom.everyKey)
            let ids = state.waiting.filter { all || keys.contains($0.value.key) }.map(\.key).sorted()
            return ids.compactMap { state.waiting.removeValue(forKey: $0) }
        }
        for waiting in woken { waiting.continuation.resume(returning: .woken) }
    }

    /// Ends all waits, and every one to come at once: the server stops.
    func close() {
        let left = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [:] }
            return state.waiting.sorted { $0.key < $1.key }.map(\.value)
        }
        for one in left { one.continuation.resume(returning: .timedOut) }
    }

    /// A connection that begins, maybe in the place of one that is over.
    func begin(_ connection: ObjectIdentifier) { state.withLock { _ = $0.gone.remove(connection) } }

    /// Ends the waits of a connection whose client has gone, and those that it may still begin.
    func hangUp(_ connection: ObjectIdentifier, isOver: Bool) {
        let ended = state.withLock { state in
            if isOver { state.gone.remove(connection) } else { state.gone.insert(connection) }
            let ids = state.waiting.filter { $0.value.connection == connection }.map(\.key).sorted()
            return ids.compactMap { state.waiting.removeValue(forKey: $0) }
        }
        for one in ended { one.continuation.resume(returning: .hungUp) }
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    private func end(_ id: Int, _ end: WireWait.End) {
        state.withLock { $0.waiting.removeValue(forKey: id) }?.continuation.resume(returning: end)
    }
}
