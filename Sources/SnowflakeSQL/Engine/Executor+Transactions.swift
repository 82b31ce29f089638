extension Executor {
    /// Another session's changes must not be seen before they are committed, and one connection
    /// serves all sessions, so statements wait outside an open transaction with changes.
    func checkLock() throws {
        guard let writer = engine.writer, writer != state.id else { return }
        throw SnowError.runtime(
            "000625", "57014",
            "Another session has changed data in a transaction, and this lock has not yet been released.")
    }

    /// Runs a change: within the session's transaction where one is open, else by itself.
    func write<T>(_ body: () throws -> T) throws -> T {
        try checkLock()
        if !session.isInTransaction, !state.parameters.isAutocommit { session.isInTransaction = true }
        if session.isInTransaction, engine.writer == nil {
            try store.execute("BEGIN")
            engine.writer = state.id
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
                if engine.writer == state.id { engine.writer = nil }
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
            engine.writer = nil
        }
        session.isInTransaction = false
    }

    func rollback() throws {
        if engine.writer == state.id {
            try store.execute("ROLLBACK")
            engine.writer = nil
        }
        session.isInTransaction = false
    }
}
