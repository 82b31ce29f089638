import Audiences
import Synchronization
import Testing
import Workers

@Suite struct WorkerPoolTests {
    @Test(arguments: [1, 2, 5])
    func eachIndexRunsOnceAndNoJobRunsTwiceAtATime(jobs: Int) {
        let counts = (0..<1000).map { _ in Counter() }
        let busy = (0..<jobs).map { _ in Counter() }
        let overlaps = Counter()
        WorkerPool(jobs: jobs).forEach(1000) { job, index in
            if busy[job].value.add(1, ordering: .acquiringAndReleasing).oldValue != 0 {
                overlaps.value.add(1, ordering: .relaxed)
            }
            counts[index].value.add(1, ordering: .relaxed)
            busy[job].value.subtract(1, ordering: .acquiringAndReleasing)
        }
        #expect(counts.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
        #expect(overlaps.value.load(ordering: .relaxed) == 0)
    }
}

private final class Counter: Sendable {
    let value = Atomic<Int>(0)
}
