import MockWire
import RandomStreams
import ServiceModels

extension SNSWire {
    mutating func publish(
        _ form: inout QueryForm, _ call: WireCall, _ stream: inout RandomStream
    ) throws(ServiceError) -> WireAnswer {
        let topic = try target(&form)
        let message = try SNSMessage(&form)
        try SNSWire.finish(form)
        let handled = sns.answerPublish(
            topic.name, message.text, attributeBytes: message.attributeBytes, at: call.now, using: &stream)
        var answer: WireAnswer
        switch handled.result {
        case .success(let publication):
            let id = call.uuid(100)
            answer = SNSWire.answer("Publish", [Markup("MessageId", id)], call)
            deliver(message, id: id, topic, to: publication.notified, &answer, call)
            answer.usage = handled.usage
        case .failure(let error):
            answer = refused(error.code, status: error.status, error.message, id: call.uuid())
        }
        answer.serviceTime = handled.serviceTime
        return answer
    }

    /// The topic of `TopicArn` or `TargetArn`; telephones and devices there are none.
    private func target(_ form: inout QueryForm) throws(ServiceError) -> SNSTopic {
        if form.take("PhoneNumber") != nil {
            throw SNS.Errors.invalid("PhoneNumber Reason: text messages are not supported")
        }
        let topic = form.take("TopicArn")
        let target = form.take("TargetArn")
        guard topic == nil || target == nil else {
            throw SNS.Errors.invalid("TopicArn or TargetArn Reason: both were given")
        }
        guard let arn = topic ?? target, !arn.isEmpty else {
            throw SNS.Errors.invalid("TopicArn or TargetArn Reason: no value for required parameter")
        }
        let name = try SNSWire.name(arn, topic == nil ? "TargetArn" : "TopicArn")
        guard let found = topics.first(where: { $0.name == name }) else { throw SNS.Errors.notFound }
        return found
    }

    mutating func publishBatch(
        _ form: inout QueryForm, _ call: WireCall, _ stream: inout RandomStream
    ) throws(ServiceError) -> WireAnswer {
        let topic = try topic(&form)
        let entries = form.takeEntries("PublishBatchRequestEntries.member")
        try SNSWire.finish(form)
        var ids: [String] = []
        var messages: [Result<SNSMessage, ServiceError>] = []
        for var entry in entries {
            ids.append(entry.take("Id") ?? "")
            do throws(ServiceError) {
                let message = try SNSMessage(&entry)
                try SNSWire.finish(entry)
                messages.append(.success(message))
            } catch {
                messages.append(.failure(error))
            }
        }
        let sizes = messages.map { try? $0.get().size }
        try SNSWire.check(ids, size: sizes.reduce(0) { $0 + ($1 ?? 0) })
        let handled = sns.publishBatch(topic: topic.name, sizes: sizes, at: call.now, using: &stream)
        let publications: [SNS.Publication?]
        switch handled.result {
        case .success(let all): publications = all
        case .failure(let error):
            var answer = refused(error.code, status: error.status, error.message, id: call.uuid())
            answer.serviceTime = handled.serviceTime
            return answer
        }
        var answer = WireAnswer()
        let results = zip(ids, zip(messages, publications)).enumerated().map { place, entry in
            let (id, (message, publication)) = entry
            return SNSWire.result(id, message, publication, messageID: call.uuid(UInt64(100 + place)))
        }
        for (place, (message, publication)) in zip(messages, publications).enumerated() {
            guard let message = try? message.get(), let publication else { continue }
            let id = call.uuid(UInt64(100 + place))
            deliver(message, id: id, topic, to: publication.notified, &answer, call, salt: UInt64(place))
        }
        let whole = SNSWire.answer(
            "PublishBatch",
            [
                Markup("Successful", results.filter { $0["MessageId"] != nil }),
                Markup("Failed", results.filter { $0["MessageId"] == nil }),
            ], call)
        answer.headers = whole.headers
        answer.body = whole.body
        answer.usage = handled.usage
        answer.serviceTime = handled.serviceTime
        return answer
    }

    private static func result(
        _ id: String, _ message: Result<SNSMessage, ServiceError>, _ publication: SNS.Publication?,
        messageID: String
    ) -> Markup {
        if publication != nil { return Markup("member", [Markup("Id", id), Markup("MessageId", messageID)]) }
        var error = SNS.Errors.server
        if case .failure(let problem) = message { error = problem }
        return Markup(
            "member",
            [
                Markup("Id", id), Markup("Code", error.code), Markup("Message", error.message),
                Markup("SenderFault", error.status < 500 ? "true" : "false"),
            ])
    }

    private static func check(_ ids: [String], size: Int) throws(ServiceError) {
        guard !ids.isEmpty else {
            throw refused("EmptyBatchRequest", 400, "The batch request doesn't contain any entries.")
        }
        guard ids.count <= 10 else {
            throw refused(
                "TooManyEntriesInBatchRequest", 400,
                "The batch request contains more entries than permissible.")
        }
        for id in ids where id.utf8.count > 80 || !TopicName.isName(id) {
            throw refused(
                "InvalidBatchEntryId", 400,
                "The Id of a batch entry in a batch request doesn't abide by the specification.")
        }
        guard Set(ids).count == ids.count else {
            throw refused(
                "BatchEntryIdsNotDistinct", 400, "Two or more batch entries in the request have the same Id.")
        }
        guard size <= SNS.maximumBytes else {
            throw refused(
                "BatchRequestTooLong", 400,
                "The length of all the batch messages put together is more than the limit.")
        }
    }
}
