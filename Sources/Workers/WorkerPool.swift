import Dispatch
import Synchronization

/// Runs the items of a list on a fixed number of jobs, each taking the next item when it is free.
///
/// Which job does which item is left to chance, so an item's result must depend on its index only,
/// and a job's private sums must be integers that are added up afterwards.
public struct WorkerPool: Sendable {
    /// How many jobs run at once; 1 runs everything on the caller's thread.
    public let jobs: Int

    public init(jobs: Int = 1) { self.jobs = max(1, jobs) }

    /// Calls `body(job, index)` once for each index below `count`, and returns when all are done.
    ///
    /// `job` is below `jobs`, and no two calls with the same `job` run at the same time.
    public func forEach(_ count: Int, _ body: @Sendable (_ job: Int, _ index: Int) -> Void) {
        guard jobs > 1, count > 1 else {
            for index in 0..<count { body(0, index) }
            return
        }
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: min(jobs, count)) { job in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                if index >= count { return }
                body(job, index)
            }
        }
    }
}
