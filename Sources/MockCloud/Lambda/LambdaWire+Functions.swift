import Quantities

extension LambdaWire {
    func listFunctions(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let request = call.request
        for pair in request.query
        where !["Marker", "MaxItems", "FunctionVersion", "MasterRegion"].contains(pair.name) {
            throw LambdaWire.invalid("Unsupported parameter: \(pair.name)")
        }
        let limit = request.parameter("MaxItems").flatMap(Int.init) ?? 50
        guard (1...10_000).contains(limit) else {
            throw LambdaWire.validation(
                value: request.parameter("MaxItems") ?? "", at: "maxItems",
                "Member must have value greater than or equal to 1")
        }
        let sorted = settings.sorted { $0.name < $1.name }
        let rest = sorted.filter { $0.name > request.parameter("Marker") ?? "" }
        let page = rest.prefix(min(limit, 50))
        var members: [JSONValue.Member] = [.init("Functions", .array(page.map(\.json)))]
        if rest.count > page.count, let last = page.last {
            members.append(.init("NextMarker", .string(last.name)))
        }
        return LambdaWire.json(.object(members), call)
    }

    /// Registers a name. Its code is not run: a program attaches itself to the name, or the canned handler
    /// answers.
    mutating func createFunction(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let body = try LambdaWire.body(call)
        guard let text = body["FunctionName"]?.string, let parsed = FunctionName(text) else {
            throw LambdaWire.validation(
                value: body["FunctionName"]?.string ?? "null", at: "functionName", "Member must not be null")
        }
        for member in ["Role", "Code"] where body[member] == nil {
            throw LambdaWire.validation(
                value: "null", at: member.lowercased(), "Member must not be null")
        }
        let name = parsed.name
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
        let code = body["Code"]?["ZipFile"]?.string.flatMap(Base64.decoded) ?? []
        made.codeBytes = code.count
        made.codeHash = Base64.encoded(LambdaWire.digest(code))
        made.modified = call.now
        settings.append(made)
        register(made)
        return LambdaWire.json(made.json, status: 201, call)
    }

    mutating func updateFunction(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        var changed = try function(call)
        let body = try LambdaWire.body(call)
        try changed.apply(body, isNew: false)
        changed.modified = call.now
        for index in settings.indices where settings[index].name == changed.name { settings[index] = changed }
        register(changed)
        return LambdaWire.json(changed.json, call)
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
        desks[name] = nil
        failedStarts[name] = nil
        return WireAnswer(status: 204, headers: [AWSAnswer.requestID(call.uuid())])
    }

    mutating func register(_ made: FunctionSettings) {
        let coldStart = lambda.pools.first?.function.coldStart ?? .fixed(.milliseconds(250))
        lambda.register(
            LambdaFunction(name: made.name, memoryMegabytes: made.memoryMegabytes, coldStart: coldStart))
    }

    static func body(_ call: WireCall) throws(ServiceError) -> JSONValue {
        do { return try call.json() } catch {
            throw content("Could not parse request body into json: \(error.message) at byte \(error.offset)")
        }
    }

    private static func digest(_ bytes: [UInt8]) -> [UInt8] {
        let digits = SHA256.hex(bytes).utf8.map { PercentEncoding.hexadecimal($0) ?? 0 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
