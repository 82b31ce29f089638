import Synchronization

extension WorkerPool {
    /// The results of `body` for 0..<count in order, whichever thread made each.
    /// - Throws: the error of the lowest index that failed.
    public func map<Value: Sendable>(_ count: Int, _ body: @Sendable (Int) throws -> Value) throws -> [Value]
    {
        let results = Mutex<[Result<Value, any Error>?]>(Array(repeating: nil, count: count))
        forEach(count) { _, index in
            let result = Result { try body(index) }
            results.withLock { $0[index] = result }
        }
        return try results.withLock { try $0.map { try $0!.get() } }
    }
}
