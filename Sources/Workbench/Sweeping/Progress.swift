import Synchronization

/// Counts finished cells over threads, of those that are known to be needed so far.
final class Progress: Sendable {
    private struct State {
        var done = 0
        var total = 0
    }

    private let state = Mutex(State())
    private let report: (@Sendable (Int, Int) -> Void)?

    init(report: (@Sendable (Int, Int) -> Void)?) { self.report = report }

    func expect(_ count: Int) { state.withLock { $0.total += count } }

    func advance(by count: Int) {
        let now = state.withLock { state in
            state.done += count
            return state
        }
        report?(now.done, now.total)
    }
}
