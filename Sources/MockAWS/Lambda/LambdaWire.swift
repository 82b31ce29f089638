import Encodings
public import MockWire
public import Quantities
import RandomStreams
public import ServiceModels

/// AWS Lambda over the wire: invocations, functions and their concurrency, and the runtime API by which a
/// program of the user's runs the handler.
///
/// A function runs where somebody has asked for its work: `AWS_LAMBDA_RUNTIME_API=127.0.0.1:PORT/FUNCTION`,
/// or without a path for `generate-copy`. As long as nobody has, `CannedHandler` answers. Asking for the work
/// of an unknown function makes it. Concurrency, cold starts and bills are those of `Lambda`, in virtual
/// time: a handler outside takes as long as the calls take that it makes here.
public struct LambdaWire: WireService {
    var lambda: Lambda
    var settings: [FunctionSettings]
    var desks: [String: RuntimeDesk] = [:]
    /// Ends of invocations whose client has not fetched them yet, by request id.
    var outcomes: [String: HandlerOutcome] = [:]
    /// What a function's program said when it could not start, by function.
    var failedStarts: [String: HandlerOutcome] = [:]
    /// What requests look like; without it only what has a meaning here is checked.
    let shapes: ShapeBook?
    private let fresh: Lambda
    private let freshSettings: [FunctionSettings]

    /// The function that is there from the start.
    package static let defaultFunction = "generate-copy"

    /// How long the canned handler works, by assumption.
    static let cannedLatency = LatencyModel.logNormal(
        median: .milliseconds(40), sigma: 0.3, floor: .milliseconds(5))

    /// - Parameter lambda: its functions can be invoked at once.
    package init(_ lambda: Lambda, shapes: ShapeBook? = nil) {
        self.shapes = shapes
        var lambda = lambda
        settings = lambda.pools.map {
            FunctionSettings(name: $0.function.name, memoryMegabytes: $0.function.memoryMegabytes)
        }
        let coldStart = lambda.pools.first?.function.coldStart ?? .fixed(.milliseconds(250))
        lambda.register(
            LambdaFunction(name: CannedHandler.failing, memoryMegabytes: 512, coldStart: coldStart))
        self.lambda = lambda
        fresh = lambda
        freshSettings = settings
    }

    public var service: Meter.Service { .lambda }

    public var routes: [WireRoute] {
        let functions = "/2015-03-31/functions"
        return [
            WireRoute("Invoke", "POST", functions + "/{name}/invocations"),
            WireRoute(
                "InvokeWithResponseStream", "POST",
                "/2021-11-15/functions/{name}/response-streaming-invocations"),
            WireRoute(LambdaWire.attempt, "POST", functions + "/{name}/attempts", isInternal: true),
            WireRoute("ListFunctions", "GET", functions),
            WireRoute("CreateFunction", "POST", functions),
            WireRoute("GetFunction", "GET", functions + "/{name}"),
            WireRoute("DeleteFunction", "DELETE", functions + "/{name}"),
            WireRoute("GetFunctionConfiguration", "GET", functions + "/{name}/configuration"),
            WireRoute("UpdateFunctionConfiguration", "PUT", functions + "/{name}/configuration"),
            WireRoute("UpdateFunctionCode", "PUT", functions + "/{name}/code"),
            WireRoute("AddPermission", "POST", functions + "/{name}/policy"),
            WireRoute("GetPolicy", "GET", functions + "/{name}/policy"),
            WireRoute("RemovePermission", "DELETE", functions + "/{name}/policy/{statement}"),
            WireRoute("PutFunctionConcurrency", "PUT", "/2017-10-31/functions/{name}/concurrency"),
            WireRoute("DeleteFunctionConcurrency", "DELETE", "/2017-10-31/functions/{name}/concurrency"),
            WireRoute("GetFunctionConcurrency", "GET", "/2019-09-30/functions/{name}/concurrency"),
            WireRoute("GetAccountSettings", "GET", "/2016-08-19/account-settings"),
        ] + LambdaWire.watchRoutes + LambdaWire.runtimeRoutes("") + LambdaWire.runtimeRoutes("/{function}")
    }

    public func isSigned(_ operation: String) -> Bool {
        !operation.hasPrefix("Runtime") && !LambdaWire.inner.contains(operation)
    }

    /// Operations that the cloud itself asks for.
    private static let inner: Set<String> = [attempt, runOver, absence]

    /// Calls that carry an invocation's trace are its own; others count for all that run, but for those to
    /// this service, which callers make.
    public mutating func pass(_ time: SimulatedDuration, in service: Meter.Service?, trace: String?) {
        let root = trace.flatMap(TraceHeader.root)
        guard root != nil || service != .lambda, !desks.isEmpty else { return }
        for name in desks.keys.sorted() { desks[name]?.pass(time, root: root) }
    }

    public mutating func answer(_ call: WireCall) -> WireAnswer {
        lambda.settle(at: call.now)
        if call.operation.hasPrefix("Runtime") { return answerRuntime(call) }
        if [LambdaWire.runOver, LambdaWire.absence].contains(call.operation) { return endWatch(call) }
        do throws(ServiceError) {
            switch call.operation {
            case "Invoke", "InvokeWithResponseStream": return try invoke(call)
            case LambdaWire.attempt: return try attemptEvent(call)
            case "ListFunctions": return try listFunctions(call)
            case "CreateFunction": return try createFunction(call)
            case "GetFunction": return try getFunction(call)
            case "DeleteFunction": return try deleteFunction(call)
            case "GetFunctionConfiguration": return LambdaWire.json(try function(call).json, call)
            case "UpdateFunctionConfiguration": return try updateFunction(call)
            case "UpdateFunctionCode": return try updateCode(call)
            case "AddPermission": return try addPermission(call)
            case "GetPolicy": return try getPolicy(call)
            case "RemovePermission": return try removePermission(call)
            case "PutFunctionConcurrency": return try putConcurrency(call)
            case "DeleteFunctionConcurrency": return try deleteConcurrency(call)
            case "GetFunctionConcurrency": return try getConcurrency(call)
            default: return accountSettings(call)
            }
        } catch {
            return LambdaWire.answer(error, id: call.uuid())
        }
    }

    /// The settings of the function that the path names.
    func function(_ call: WireCall) throws(ServiceError) -> FunctionSettings {
        let name = try LambdaWire.name(call)
        guard let found = settings.first(where: { $0.name == name }) else { throw LambdaWire.missing(name) }
        return found
    }

    /// The name in the path; its qualifier, or the one in the query, can only be `$LATEST`, as nothing is
    /// published.
    static func name(_ call: WireCall) throws(ServiceError) -> String {
        let text = call.parameters["name"] ?? ""
        guard let parsed = FunctionName(text) else {
            throw validation(
                value: text, at: "functionName",
                "Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|"
                    + "(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?"
            )
        }
        try checkPlace(parsed, text, call.operation)
        let asked = call.request.parameter("Qualifier")
        if let asked, let given = parsed.qualifier, asked != given {
            throw invalid(
                "The derived qualifier from the function name does not match the specified qualifier.")
        }
        if let qualifier = asked ?? parsed.qualifier, qualifier != "$LATEST" {
            throw missing(parsed.name, qualifier: qualifier)
        }
        return parsed.name
    }

    static func json(_ value: JSONValue, status: Int = 200, _ call: WireCall) -> WireAnswer {
        AWSAnswer.json(value, status: status, call)
    }

    public func unknown(_ request: WireRequest, key: UInt64) -> WireAnswer? {
        guard request.path.count > 1, let first = request.path.first, first.utf8.count == 10,
            first.utf8.filter({ $0 == UInt8(ascii: "-") }).count == 2,
            ["functions", "runtime", "event-source-mappings", "layers", "account-settings", "tags"].contains(
                request.path[1])
        else { return nil }
        return LambdaWire.answer(
            LambdaWire.refused(
                "UnknownOperationException", 404,
                "\(request.method) /\(request.path.joined(separator: "/")) is no operation of this Lambda."),
            id: UUIDText.make(key))
    }

    /// Programs that run handlers stay attached: they are part of the set-up.
    public mutating func inject(_ faults: FaultPlan) {
        lambda.faults = FaultInjector(faults, service: .lambda)
    }

    public mutating func reset(faults: FaultPlan) {
        lambda = fresh
        inject(faults)
        settings = freshSettings
        outcomes = [:]
        failedStarts = [:]
        for name in desks.keys.sorted() {
            desks[name]?.clear()
            desks[name]?.isDeleted = false
            if desks[name]?.isAttached ?? false {
                ensureFunction(name, at: .start)
            } else {
                desks[name] = nil
            }
        }
    }
}

extension LambdaWire {
    public var faultOperations: [String] { ["invoke"] }
}
