import Encodings
import MockWire
import ServiceModels

extension LambdaWire {
    mutating func putConcurrency(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let name = try function(call).name
        let body = try LambdaWire.body(call)
        guard case .object(let members) = body, let count = body["ReservedConcurrentExecutions"]?.integer,
            count >= 0
        else {
            throw LambdaWire.validation(
                value: body["ReservedConcurrentExecutions"]?.text() ?? "null",
                at: "reservedConcurrentExecutions",
                "Member must have value greater than or equal to 0")
        }
        for member in members where member.key != "ReservedConcurrentExecutions" {
            throw LambdaWire.invalid("Unsupported parameter: \(member.key)")
        }
        guard lambda.reserve(count, for: name) else {
            throw LambdaWire.invalid(
                "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution "
                    + "below its minimum value of [\(lambda.limits.unreservedMinimum)].")
        }
        return LambdaWire.json(.members(["ReservedConcurrentExecutions": .integer(count)]), call)
    }

    func getConcurrency(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let reserved = lambda.reserved(for: try function(call).name)
        return LambdaWire.json(
            .object(reserved.map { [.init("ReservedConcurrentExecutions", .integer($0))] } ?? []), call)
    }

    mutating func deleteConcurrency(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        _ = lambda.reserve(nil, for: try function(call).name)
        return WireAnswer(status: 204, headers: [AWSAnswer.requestID(call.uuid())])
    }

    func accountSettings(_ call: WireCall) -> WireAnswer {
        let code = settings.reduce(0) { $0 + $1.codeBytes }
        return LambdaWire.json(
            .members([
                "AccountLimit": .members([
                    "TotalCodeSize": 80_530_636_800, "CodeSizeUnzipped": 262_144_000,
                    "CodeSizeZipped": 52_428_800,
                    "ConcurrentExecutions": .integer(lambda.limits.concurrency),
                    "UnreservedConcurrentExecutions": .integer(lambda.unreservedConcurrency),
                ]),
                "AccountUsage": .members([
                    "TotalCodeSize": .integer(code), "FunctionCount": .integer(settings.count),
                ]),
            ]), call)
    }
}
