extension FaultInjector {
    /// The name by which fault plans know an operation: `PutObject` is `putObject`.
    package static func name(of operation: String) -> String {
        operation.prefix(1).lowercased() + operation.dropFirst()
    }
}
