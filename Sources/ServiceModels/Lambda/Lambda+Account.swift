package import Quantities

extension Lambda {
    /// Adds a function; one of the same name keeps its environments and takes the new settings.
    package mutating func register(_ function: LambdaFunction) {
        if let index = pools.firstIndex(where: { $0.function.name == function.name }) {
            pools[index].function = function
        } else {
            pools.append(Pool(function, limits))
        }
    }

    package mutating func remove(_ name: String) {
        pools.removeAll { $0.function.name == name }
        ending.removeAll { $0.invocation.function == name }
        running = running.filter { $0.value.function != name }
    }

    /// Keeps concurrency for one function; nil gives it back. False where too little would be left for the
    /// others.
    package mutating func reserve(_ count: Int?, for name: String) -> Bool {
        guard let index = pools.firstIndex(where: { $0.function.name == name }) else { return false }
        if let count {
            let left = unreservedConcurrency + (pools[index].reserved ?? 0) - count
            guard left >= limits.unreservedMinimum else { return false }
        }
        pools[index].reserved = count
        return true
    }

    package func reserved(for name: String) -> Int? { pools.first { $0.function.name == name }?.reserved }

    /// What functions without reserved concurrency share.
    package var unreservedConcurrency: Int {
        limits.concurrency - pools.reduce(0) { $0 + ($1.reserved ?? 0) }
    }

    /// Why a function may start no further invocation; nil if it may.
    func refusal(of pool: Pool) -> ServiceError? {
        if let reserved = pool.reserved { return pool.running < reserved ? nil : Errors.reserved }
        let shared = pools.reduce(0) { $0 + ($1.reserved == nil ? $1.running : 0) }
        return shared < unreservedConcurrency ? nil : Errors.concurrency
    }

    /// Ends an invocation whose end lies ahead: it is billed at once, and its environment is taken until
    /// then.
    /// - Returns: nil for an invocation that does not run.
    package mutating func finish(_ invocation: Invocation, later end: SimulatedInstant) -> Handled<Billed>? {
        guard let known = running[invocation.id],
            let pool = pools.first(where: { $0.function.name == invocation.function })
        else { return nil }
        let place = ending.lastIndex { $0.end <= end }.map { $0 + 1 } ?? 0
        ending.insert((end, known), at: place)
        let billed = Billed(
            milliseconds: max(1, (end - known.accepted).millisecondsRoundedUp),
            megabytes: pool.function.memoryMegabytes)
        return Handled(billed, taking: .zero, usage: Lambda.usage(billed, function: invocation.function))
    }

    /// Frees the environments of all invocations that have ended by now.
    package mutating func settle(at now: SimulatedInstant) {
        let count = ending.prefix { $0.end <= now }.count
        guard count > 0 else { return }
        for (end, invocation) in ending.prefix(count) {
            running[invocation.id] = nil
            guard let index = pools.firstIndex(where: { $0.function.name == invocation.function }) else {
                continue
            }
            pools[index].idleSince.append(end)
            pools[index].running -= 1
        }
        ending.removeFirst(count)
    }
}
