import Quantities
import SimulationKernel
import Testing

@Suite("Events leave the queue by time, then priority, then order of arrival")
struct EventOrderTests {
    @Test("every permutation of up to seven times comes out sorted", arguments: 1...7)
    func permutations(count: Int) {
        var order = Array(0..<count)
        permute(&order, from: 0) { times in
            var queue = EventQueue<Int>()
            for time in times { queue.push(time, at: SimulatedInstant(nanoseconds: Int64(time))) }
            var popped: [Int] = []
            while let (time, event) = queue.pop() {
                #expect(time.nanoseconds == Int64(event))
                popped.append(event)
            }
            #expect(popped == Array(0..<count))
        }
    }

    @Test("every way to give six events three times keeps ties in order of arrival")
    func ties() {
        for code in 0..<729 {
            var digits = code
            let times = (0..<6).map { _ -> Int64 in
                defer { digits /= 3 }
                return Int64(digits % 3)
            }
            var queue = EventQueue<Int>()
            for (event, time) in times.enumerated() {
                queue.push(event, at: SimulatedInstant(nanoseconds: time))
            }
            let expected = [Int64](0..<3).flatMap { time in [Int](0..<6).filter { times[$0] == time } }
            var popped: [Int] = []
            while let next = queue.pop() { popped.append(next.event) }
            #expect(popped == expected)
        }
    }

    @Test("a smaller priority goes first within an instant, never across instants")
    func priorities() {
        var queue = EventQueue<String>()
        let noon = SimulatedInstant(nanoseconds: 12)
        queue.push("late", at: noon, priority: .late)
        queue.push("first normal", at: noon)
        queue.push("second normal", at: noon)
        queue.push("urgent", at: noon, priority: .urgent)
        queue.push("earlier but late", at: SimulatedInstant(nanoseconds: 11), priority: .late)
        var popped: [String] = []
        while let next = queue.pop() { popped.append(next.event) }
        #expect(popped == ["earlier but late", "urgent", "first normal", "second normal", "late"])
    }

    @Test("mixed pushes and pops agree with a sorted list", arguments: 0..<20)
    func mixed(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var queue = EventQueue<Int>()
        var list: [(time: Int64, priority: UInt8, event: Int)] = []
        for event in 0..<600 {
            if random.below(5) < 3 {
                let time = Int64(random.below(40)) - 20
                let priority = UInt8(random.below(3) * 100)
                queue.push(
                    event, at: SimulatedInstant(nanoseconds: time),
                    priority: EventPriority(rawValue: priority))
                let place = list.firstIndex { ($0.time, $0.priority) > (time, priority) } ?? list.count
                list.insert((time, priority, event), at: place)
            } else {
                let expected = list.isEmpty ? nil : list.removeFirst()
                #expect(queue.nextTime?.nanoseconds == expected?.time)
                #expect(queue.pop()?.event == expected?.event)
            }
            #expect(queue.count == list.count)
        }
    }

    @Test("events that own memory are released exactly once")
    func ownership() {
        let ledger = Ledger()
        var random = SplitMix(seed: 7)
        var queue = EventQueue<Owner>(minimumCapacity: 4)
        var made = 0
        for _ in 0..<2_000 {
            if random.below(3) < 2 {
                queue.push(Owner(ledger), at: SimulatedInstant(nanoseconds: Int64(random.below(100))))
                made += 1
            } else {
                _ = queue.pop()
            }
            #expect(ledger.released == made - queue.count)
        }
        var copy = queue
        _ = copy.pop()
        #expect(ledger.released == made - queue.count, "the original still owns what the copy dropped")
        queue.removeAll()
        copy.removeAll()
        #expect(ledger.released == made)
    }

    private func permute(_ items: inout [Int], from index: Int, visit: ([Int]) -> Void) {
        if index == items.count { return visit(items) }
        for other in index..<items.count {
            items.swapAt(index, other)
            permute(&items, from: index + 1, visit: visit)
            items.swapAt(index, other)
        }
    }
}

private final class Ledger {
    var released = 0
}

private final class Owner {
    let ledger: Ledger

    init(_ ledger: Ledger) { self.ledger = ledger }

    deinit { ledger.released += 1 }
}
