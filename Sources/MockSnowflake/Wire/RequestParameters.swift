import Encodings
import SnowflakeSQL

/// The `parameters` of a login, of a connector's statement or of a statement of the SQL API: names in any case, values as
/// texts, numbers or truth values.
struct RequestParameters {
    let settings: [(name: String, value: String)]

    init(_ value: JSONValue?) {
        guard case .object(let members)? = value else {
            settings = []
            return
        }
        settings = members.compactMap { member in
            let name = member.key.uppercased()
            switch member.value {
            case .null: return nil
            case .string(let text): return (name, text)
            default: return (name, member.value.text())
            }
        }
    }

    /// How many statements the text holds; 0 stands for any number.
    var statementCount: Int {
        settings.last { $0.name == "MULTI_STATEMENT_COUNT" }.flatMap { Int($0.value) } ?? 1
    }

    /// Those that hold for the statements of a connector's request. Snowpark adds marks of its own, which are no parameters.
    func ofStatement(in session: SnowflakeSession) -> [(name: String, value: String)] {
        settings.filter { $0.name != "MULTI_STATEMENT_COUNT" && session.parameter($0.name) != nil }
    }
}

extension SnowflakeSession {
    /// Sets each parameter as ALTER SESSION does.
    func apply(_ parameters: RequestParameters) throws(SnowError) {
        for setting in parameters.settings { try setParameter(setting.name, to: setting.value) }
    }
}
