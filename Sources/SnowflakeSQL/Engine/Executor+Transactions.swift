extension Executor {
    /// One session at a time changes data; the others may read what is committed.
    func checkLock() throws {
        guard let writer = engine.writer, writer != state.id else { return }
        throw SnowError.locked
    }

    /// Makes the session the one that changes data, until it commits or rolls back.
    private func becomeWriter() throws {
        store.use(writing: true)
        do { try store.execute("BEGIN IMMEDIATE") } catch {
            store.use(writing: false)
            throw error
        }
        engine.writer = state.id
    }

    private func endWriting() {
        engine.writer = nil
        store.use(writing: false)
    }

    /// Runs a change: within the session's transaction where one is open, else by itself.
    func write<T>(_ body: () throws -> T) throws -> T {
        try checkLock()
        if !session.isInTransaction, !state.parameters.isAutocommit { session.isInTransaction = true }
        if session.isInTransaction, engine.writer == nil {
            try becomeWriter()
        }
        return try atomically(body)
    }

    /// Runs a definition, which commits the session's transaction first.
    func define<T>(_ body: () throws -> T) throws -> T {
        try checkLock()
        try commit()
        return try atomically(body)
    }

    private func atomically<T>(_ body: () throws -> T) throws -> T {
        try store.execute("SAVEPOINT fg")
        do {
            let result = try body()
            try store.execute("RELEASE fg")
            return result
        } catch {
            // An interrupted change ends SQLite's transaction with everything in it.
            guard store.isInTransaction else {
                if engine.writer == state.id { endWriting() }
                session.isInTransaction = false
                throw error
            }
            try? store.execute("ROLLBACK TO fg")
            try? store.execute("RELEASE fg")
            throw error
        }
    }

    func begin() throws {
        if session.isInTransaction { return }
        session.isInTransaction = true
    }

    func commit() throws {
        if engine.writer == state.id {
            try store.execute("COMMIT")
            endWriting()
            engine.dropOrphans()
        }
        session.isInTransaction = false
    }

    func rollback() throws {
        if engine.writer == state.id {
            try store.execute("ROLLBACK")
            endWriting()
            engine.dropOrphans()
        }
        session.isInTransaction = false
    }
}
