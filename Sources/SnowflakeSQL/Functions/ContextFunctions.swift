/// Functions that answer about the session, and counters.
enum ContextFunctions {
    static let functions: [ScalarFunction] = [
        context("CURRENT_DATABASE") { $0.database }, context("CURRENT_SCHEMA") { $0.schema },
        context("CURRENT_WAREHOUSE") { $0.warehouse }, context("CURRENT_ROLE") { $0.role },
        context("CURRENT_USER") { $0.user }, context("CURRENT_ACCOUNT") { $0.account },
        context("CURRENT_ACCOUNT_NAME") { $0.account },
        context("CURRENT_ORGANIZATION_NAME") { _ in "FINEGRAIN" },
        context("CURRENT_REGION") { _ in "AWS_US_WEST_2" }, context("CURRENT_VERSION") { _ in "9.30.0" },
        context("CURRENT_CLIENT") { _ in "SnowflakeSQL" }, context("CURRENT_IP_ADDRESS") { _ in "127.0.0.1" },
        context("CURRENT_SESSION") { String($0.sessionID) },
        context("CURRENT_TRANSACTION") { $0.transactionID },
        context("CURRENT_SECONDARY_ROLES") { _ in "{\"roles\":\"\",\"value\":\"\"}" },
        ScalarFunction("CURRENT_SCHEMAS", arity: 0...0, [.any], .text) { _, call in
            let names = [call.runtime.database, call.runtime.schema].compactMap { $0 }
            return .text(Variant.array([.string(names.map { "\"\($0)\"" }.joined(separator: "."))]).text())
        },
        ScalarFunction("$SEQ", arity: 1...1, [.integer], volatile: true, .fixed(19, 0)) { values, call in
            let site = values[0].int ?? 0
            let next = call.runtime.counters[site, default: 0]
            call.runtime.counters[site] = next + 1
            return .integer(next)
        },
        ScalarFunction("$NEXTVAL", arity: 1...1, [.text], volatile: true, .fixed(19, 0)) { values, call in
            .integer(try call.runtime.nextValue(values[0].text ?? ""))
        },
    ]

    private static func context(_ name: String, _ body: @escaping @Sendable (Runtime) -> String?)
        -> ScalarFunction
    {
        ScalarFunction(name, arity: 0...0, [.any], .text) { _, call in
            body(call.runtime).map { .text($0) } ?? .null
        }
    }
}
