import Encodings
import MockWire
import Quantities
import ServiceModels

extension LambdaWire {
    func listFunctions(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let request = call.request
        for pair in request.query
        where !["Marker", "MaxItems", "FunctionVersion", "MasterRegion"].contains(pair.name) {
            throw LambdaWire.invalid("Unsupported parameter: \(pair.name)")
        }
        let text = request.parameter("MaxItems")
        guard let limit = text == nil ? 50 : text.flatMap(Int.init), (1...10_000).contains(limit) else {
            throw LambdaWire.validation(
                value: text ?? "", at: "maxItems",
                "Member must be a whole number greater than or equal to 1 and less than or equal to 10000")
        }
        if let version = request.parameter("FunctionVersion"), version != "ALL" {
            throw LambdaWire.validation(
                value: version, at: "functionVersion", "Member must satisfy enum value set: [ALL]")
        }
        let last = try request.parameter("Marker").map(LambdaWire.name(marker:)) ?? ""
        let sorted = settings.sorted { $0.name < $1.name }
        let rest = sorted.filter { $0.name > last }
        let page = rest.prefix(min(limit, 50))
        var members: [JSONValue.Member] = [.init("Functions", .array(page.map(\.json)))]
        if rest.count > page.count, let last = page.last {
            members.append(.init("NextMarker", .string(LambdaWire.marker(last.name))))
        }
        return LambdaWire.json(.object(members), call)
    }

    /// Where a list goes on, which only this service reads.
    private static func marker(_ name: String) -> String {
        Base64.encoded(Array((markerPrefix + name).utf8))
    }

    private static func name(marker: String) throws(ServiceError) -> String {
        let text = Base64.decoded(marker).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let name = String(text.dropFirst(markerPrefix.count))
        guard text.hasPrefix(markerPrefix), FunctionName.isName(name) else {
            throw invalid("Invalid Marker: \(marker)")
        }
        return name
    }

    private static let markerPrefix = "after:"

    /// Registers a name. Its code is not run: a program attaches itself to the name, or the canned handler
    /// answers.
    mutating func createFunction(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let body = try checkedBody(call)
        let name = try LambdaWire.newName(body["FunctionName"]?.string ?? "", call)
        guard !name.hasPrefix("fault-"), !name.hasPrefix("missing-") else {
            throw LambdaWire.invalid(
                "Names that begin with fault- and missing- are triggers of this mock: \(name)")
        }
        guard !settings.contains(where: { $0.name == name }) else {
            throw LambdaWire.refused("ResourceConflictException", 409, "Function already exist: \(name)")
        }
        if let kind = body["PackageType"]?.string, kind != "Zip" {
            throw LambdaWire.invalid("Unsupported parameter: PackageType \(kind)")
        }
        var made = FunctionSettings(name: name, memoryMegabytes: 128, timeout: 3)
        try made.apply(body, isNew: true)
        made.take(code: try FunctionSettings.code(body["Code"] ?? .null))
        made.modified = call.now
        desks[name]?.isDeleted = false
        settings.append(made)
        register(made)
        return LambdaWire.json(made.json, status: 201, call)
    }

    mutating func updateFunction(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        var changed = try function(call)
        let body = try checkedBody(call)
        try LambdaWire.check(revision: body["RevisionId"]?.string, of: changed)
        try changed.apply(body, isNew: false)
        changed.modified = call.now
        keep(changed)
        return LambdaWire.json(changed.json, call)
    }

    mutating func updateCode(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        var changed = try function(call)
        let body = try checkedBody(call)
        try LambdaWire.check(revision: body["RevisionId"]?.string, of: changed)
        for member in ["PublishTo", "SourceKMSKeyArn"] where body[member] != nil {
            throw LambdaWire.invalid("Unsupported parameter: \(member)")
        }
        if body["Publish"] == true {
            throw LambdaWire.invalid("Versions are not published here: leave out Publish.")
        }
        changed.take(code: try FunctionSettings.code(body))
        changed.architectures = body["Architectures"]?.array?.compactMap(\.string) ?? changed.architectures
        changed.modified = call.now
        if body["DryRun"] != true { keep(changed) }
        return LambdaWire.json(changed.json, call)
    }

    /// Puts changed settings in place of the ones before.
    mutating func keep(_ changed: FunctionSettings) {
        for index in settings.indices where settings[index].name == changed.name { settings[index] = changed }
        register(changed)
    }

    static func check(revision: String?, of function: FunctionSettings) throws(ServiceError) {
        guard let revision, revision != function.revisionID else { return }
        throw refused(
            "PreconditionFailedException", 412,
            "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve "
                + "the latest Revision Id")
    }

    func getFunction(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let found = try function(call)
        var members: [JSONValue.Member] = [
            .init("Configuration", found.json),
            .init(
                "Code",
                .members([
                    "RepositoryType": "S3",
                    "Location": .string("\(call.baseURL)/finegrain/code/\(found.name).zip"),
                ])),
        ]
        if !found.tags.isEmpty { members.append(.init("Tags", .object(found.tags))) }
        if let reserved = lambda.reserved(for: found.name) {
            members.append(
                .init("Concurrency", .members(["ReservedConcurrentExecutions": .integer(reserved)])))
        }
        return LambdaWire.json(.object(members), call)
    }

    mutating func deleteFunction(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let name = try function(call).name
        settings.removeAll { $0.name == name }
        lambda.remove(name)
        failedStarts[name] = nil
        var answer = WireAnswer(status: 204, headers: [AWSAnswer.requestID(call.uuid())])
        // A program that lives stays attached to the name.
        guard var desk = desks[name], desk.isAttached else {
            desks[name] = nil
            return answer
        }
        for id in desk.clear() { answer.wakes += [LambdaWire.answerKey(id), LambdaWire.runKey(id)] }
        desk.isDeleted = true
        desks[name] = desk
        return answer
    }

    mutating func register(_ made: FunctionSettings) {
        let coldStart = lambda.pools.first?.function.coldStart ?? .fixed(.milliseconds(250))
        lambda.register(
            LambdaFunction(name: made.name, memoryMegabytes: made.memoryMegabytes, coldStart: coldStart))
    }

    /// The name of a function to be made; a name that stands alone is shorter than in an ARN.
    private static func newName(_ text: String, _ call: WireCall) throws(ServiceError) -> String {
        guard let parsed = FunctionName(text), parsed.qualifier ?? "$LATEST" == "$LATEST" else {
            throw validation(
                value: text, at: "functionName",
                "Member must satisfy regular expression pattern: "
                    + "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?"
                    + "(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?")
        }
        guard parsed.name.utf8.count <= 64 else {
            throw validation(
                value: parsed.name, at: "functionName", "Member must have length less than or equal to 64")
        }
        try checkPlace(parsed, text, call.operation)
        return parsed.name
    }

    /// The body, which fits the operation's shape but for members that are refused by name.
    func checkedBody(_ call: WireCall) throws(ServiceError) -> JSONValue {
        let body = try LambdaWire.body(call)
        guard case .object = body else {
            throw LambdaWire.content("The request body is no JSON object.")
        }
        let problems = (shapes?.problems(call.operation, body: body) ?? [])
        if let problem = problems.first(where: { $0.hasPrefix("extraneous") }) {
            throw LambdaWire.invalid("Unsupported parameter: " + problem)
        }
        guard problems.isEmpty else {
            throw LambdaWire.refused(
                "ValidationException", 400, AWSAnswer.message(problems.map(LambdaWire.smallPlace)))
        }
        return body
    }

    /// Lambda writes members with a small letter where it refuses them.
    private static func smallPlace(_ problem: String) -> String {
        guard let place = problem.firstRange(of: " at '")?.upperBound, place < problem.endIndex else {
            return problem
        }
        return problem[..<place] + problem[place].lowercased() + problem[problem.index(after: place)...]
    }

    static func body(_ call: WireCall) throws(ServiceError) -> JSONValue {
        do { return try call.json() } catch {
            throw content("Could not parse request body into json: \(error.message) at byte \(error.offset)")
        }
    }
}
