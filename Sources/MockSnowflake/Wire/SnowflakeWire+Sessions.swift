import Encodings
import MockWire
import Quantities
import ServiceModels
import SnowflakeSQL

/// Logins, renewals and tokens.
extension SnowflakeWire {
    static let badPassword = "bad"

    func login(_ call: WireCall, _ body: JSONValue) -> WireAnswer {
        let fault = account.fault("login")
        account.current.time = SimulatedDuration.milliseconds(100).slowed(by: fault)
        if let refusal = SnowflakeWire.refusal(fault) { return refusal }
        guard let data = body["data"] else {
            return ConnectorAnswer.failure("390142", "08001", "The login has no data.")
        }
        let user = data["LOGIN_NAME"]?.string ?? ""
        let hasToken = data["AUTHENTICATOR"]?.string != nil && data["TOKEN"]?.string?.isEmpty == false
        let password = data["PASSWORD"]?.string ?? ""
        guard hasToken || (!user.isEmpty && !password.isEmpty && password != SnowflakeWire.badPassword),
            data["TOKEN"]?.string != SnowflakeWire.badPassword
        else {
            return ConnectorAnswer.failure(
                "390100", "28000", "Incorrect username or password was specified.",
                data: [.init("nextAction", "RETRY_LOGIN")])
        }
        let request = call.request
        // A name that is given but empty counts as absent.
        func name(_ parameter: String) -> String? {
            request.parameter(parameter).flatMap { $0.isEmpty ? nil : $0 }
        }
        let names = (
            database: name("databaseName"), schema: name("schemaName"), warehouse: name("warehouse"),
            role: name("roleName")
        )
        // A program that names its database expects it to be there: it is in the account that the program was written for.
        let database = (names.database ?? "FINEGRAIN").uppercased()
        try? account.engine.ensure(database: database, schemas: [(names.schema ?? "PUBLIC").uppercased()])
        let sql = account.engine.session(
            database: database, schema: (names.schema ?? "PUBLIC").uppercased(),
            warehouse: names.warehouse ?? "FINEGRAIN_WH", role: names.role ?? "PUBLIC",
            user: user.isEmpty ? "FINEGRAIN" : user.uppercased())
        do { try sql.apply(RequestParameters(data["SESSION_PARAMETERS"])) } catch {
            sql.close()
            return ConnectorAnswer.failure(error, queryID: account.current.queryID)
        }
        let session = account.open(sql, token: call.token(40))
        return ConnectorAnswer.success(granted(session, sql, user, call))
    }

    private func granted(
        _ session: SnowflakeAccount.Session, _ sql: SnowflakeSession, _ user: String, _ call: WireCall
    ) -> JSONValue {
        let chosen = sql
        return .members([
            "token": .string(session.token), "masterToken": .string(call.token(40, 1)),
            "validityInSeconds": 3_600, "masterValidityInSeconds": 14_400,
            "sessionId": .integer(session.number), "serverVersion": "9.0.0",
            "displayUserName": .string(user.uppercased()), "firstLogin": false, "remMeToken": .null,
            "remMeValidityInSeconds": 0, "healthCheckInterval": 45, "newClientForUpgrade": .null,
            "parameters": Rowset.parameters(of: sql),
            "sessionInfo": .members([
                "databaseName": .optional(chosen.database), "schemaName": .optional(chosen.schema),
                "warehouseName": .optional(chosen.warehouse), "roleName": .optional(chosen.role),
            ]),
        ])
    }

    func renew(_ call: WireCall, _ session: SnowflakeAccount.Session) -> WireAnswer {
        account.current.time = .milliseconds(50)
        let token = call.token(40, 2)
        account.rename(session, token: token)
        return ConnectorAnswer.success(
            .members([
                "sessionToken": .string(token), "masterToken": .string(session.token),
                "validityInSecondsST": 3_600, "validityInSecondsMT": 14_400,
                "sessionId": .integer(session.number),
            ]))
    }

    /// The session that a request's token names.
    func session(of call: WireCall) -> SnowflakeAccount.Session? {
        guard let header = call.request.headers["Authorization"],
            let start = header.firstRange(of: "Token=\"")
        else { return nil }
        return account.session(token: String(header[start.upperBound...].prefix { $0 != "\"" }))
    }

    /// What a fault does before a request is looked at; these are the two that connectors retry.
    static func refusal(_ fault: FaultPlan.Kind?) -> WireAnswer? {
        switch fault {
        case .throttle: ConnectorAnswer.failure("390146", "57014", "Too many requests.", status: 429)
        case .serverError:
            ConnectorAnswer.failure("000603", "XX000", "SQL execution internal error.", status: 503)
        default: nil
        }
    }
}

extension JSONValue {
    /// Text, or null where there is none.
    static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
