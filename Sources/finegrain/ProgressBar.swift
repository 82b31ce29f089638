import Foundation
import Synchronization

/// A bar with the time left on standard error, when that is a terminal and the work lasts over a second.
final class ProgressBar: Sendable {
    private struct State {
        var shownAt: UInt64 = 0
        var isShown = false
    }

    private let began = DispatchTime.now().uptimeNanoseconds
    private let state = Mutex(State())
    private let isOn: Bool

    init(isQuiet: Bool) { isOn = !isQuiet && isatty(STDERR_FILENO) == 1 }

    /// Time since the bar was made.
    var elapsedSeconds: Double { Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9 }

    func update(_ done: Int, of total: Int) {
        guard isOn, total > 0 else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        let elapsed = elapsedSeconds
        state.withLock { state in
            guard elapsed > 1, now - state.shownAt > 100_000_000 else { return }
            state.shownAt = now
            state.isShown = true
            let share = Double(done) / Double(total)
            let width = 30
            let filled = Int(share * Double(width))
            let left = done > 0 ? Int(elapsed / share - elapsed) : 0
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
            let text = "\r[\(bar)] \(done)/\(total)  \(left) s left  "
            FileHandle.standardError.write(Data(text.utf8))
        }
    }

    /// Takes the bar away.
    func finish() {
        let wasShown = state.withLock { $0.isShown }
        if wasShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
