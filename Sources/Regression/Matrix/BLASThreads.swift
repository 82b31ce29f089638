#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How many threads the BLAS may use.
public enum BLASThreads {
    /// One, unless the user chose otherwise by `OPENBLAS_NUM_THREADS` or `OMP_NUM_THREADS`: the matrices here are narrow, so
    /// that a second thread mostly waits, and the last digits of a product depend on how it was shared out.
    ///
    /// Does nothing with a BLAS that has no such switch.
    public static func useOne() {
        guard getenv("OPENBLAS_NUM_THREADS") == nil, getenv("OMP_NUM_THREADS") == nil,
            let symbol = dlsym(nil, "openblas_set_num_threads")
        else { return }
        typealias Setter = @convention(c) (Int32) -> Void
        unsafeBitCast(symbol, to: Setter.self)(1)
    }
}
