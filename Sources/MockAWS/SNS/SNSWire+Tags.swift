import MockWire
import ServiceModels

extension SNSWire {
    private static let tagLimit = 50

    mutating func tag(_ form: inout QueryForm, _ call: WireCall) throws(ServiceError) -> WireAnswer {
        let index = try tagged(&form)
        let added = try SNSWire.tags(&form)
        try SNSWire.finish(form)
        var tags = topics[index].tags.filter { old in !added.contains { $0.key == old.key } }
        tags += added
        guard tags.count <= SNSWire.tagLimit else {
            throw SNSWire.refused(
                "TagLimitExceeded", 400, "Could not complete request: tag quota of per resource exceeded")
        }
        topics[index].tags = tags
        return SNSWire.answer("TagResource", [], call)
    }

    mutating func untag(_ form: inout QueryForm, _ call: WireCall) throws(ServiceError) -> WireAnswer {
        let index = try tagged(&form)
        let keys = form.takeValues("TagKeys.member")
        try SNSWire.finish(form)
        topics[index].tags.removeAll { keys.contains($0.key) }
        return SNSWire.answer("UntagResource", [], call)
    }

    func listTags(_ form: inout QueryForm, _ call: WireCall) throws(ServiceError) -> WireAnswer {
        let index = try tagged(&form)
        try SNSWire.finish(form)
        let members = topics[index].tags.map {
            Markup("member", [Markup("Key", $0.key), Markup("Value", $0.value)])
        }
        return SNSWire.answer("ListTagsForResource", [Markup("Tags", members)], call)
    }

    /// Place of the topic that `ResourceArn` names.
    private func tagged(_ form: inout QueryForm) throws(ServiceError) -> Int {
        let name = try SNSWire.name(try SNSWire.required("ResourceArn", &form), "ResourceArn")
        guard let index = topics.firstIndex(where: { $0.name == name }) else {
            throw SNSWire.refused("ResourceNotFound", 404, "Resource does not exist")
        }
        return index
    }

    static func tags(_ form: inout QueryForm) throws(ServiceError) -> [(key: String, value: String)] {
        var tags: [(key: String, value: String)] = []
        for var entry in form.takeEntries("Tags.member") {
            let key = try required("Key", &entry)
            let value = entry.take("Value") ?? ""
            try finish(entry)
            guard !tags.contains(where: { $0.key == key }) else {
                throw SNS.Errors.invalid("Tags Reason: Duplicated keys are not allowed.")
            }
            guard !key.lowercased().hasPrefix("aws:") else {
                throw SNS.Errors.invalid(
                    "Tags Reason: aws: prefixed tag key names are not allowed for external use")
            }
            guard key.unicodeScalars.count <= 128, value.unicodeScalars.count <= 256 else {
                throw SNS.Errors.invalid("Tags Reason: a key or value is too long")
            }
            tags.append((key, value))
        }
        guard tags.count <= tagLimit else {
            throw refused(
                "TagLimitExceeded", 400, "Could not complete request: tag quota of per resource exceeded")
        }
        return tags
    }
}
