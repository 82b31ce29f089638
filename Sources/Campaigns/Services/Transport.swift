public import MockWire

/// How a pipeline's calls reach its services. Results do not depend on it.
public enum Transport: Sendable {
    /// Typed calls of the state machines: the fastest, and what sweeps use.
    case typed
    /// By bytes, to a cloud that holds the same state machines.
    case bytes(Connection)

    /// Bytes to a cloud in this process.
    public static let wire = Transport.bytes(Connection { $0 })

    /// What connects a pipeline to the cloud of its services.
    public struct Connection: Sendable {
        let observers: [any CallObserver]
        let open: @Sendable (Cloud) throws -> any Carrier

        /// - Parameters:
        ///   - observers: told of every call that reaches the cloud.
        ///   - open: makes the cloud reachable and gives the way there.
        public init(
            observers: [any CallObserver] = [], open: @escaping @Sendable (Cloud) throws -> any Carrier
        ) {
            self.observers = observers
            self.open = open
        }
    }
}
