import Encodings
import MockWire
public import Quantities
import Writing

/// What a batch job writes when it is over.
extension BedrockWire {
    /// Writes the output of jobs that are done by now, each once, and gives what they used.
    public mutating func advance(to now: SimulatedInstant) -> Usage {
        var usage = Usage()
        for index in openJobs where jobs[index].isOver(at: now) {
            if ["Completed", "PartiallyCompleted"].contains(jobs[index].status(at: now)) {
                usage.add(write(index))
            }
        }
        openJobs.removeAll { jobs[$0].isOver(at: now) }
        return usage
    }

    private mutating func write(_ index: Int) -> Usage {
        let job = jobs[index]
        let uri = job.request["outputDataConfig"]?["s3OutputDataConfig"]?["s3Uri"]?.string ?? ""
        guard let (bucket, prefix) = BedrockWire.location(uri), objects.has(bucket) else {
            jobs[index].fail("The bucket of the output \(uri) does not exist.", at: job.completion)
            return Usage()
        }
        let folder = (prefix.isEmpty || prefix.hasSuffix("/") ? prefix : prefix + "/") + job.id + "/"
        for file in job.files {
            put(file.records.map { $0.line.text() + "\n" }.joined(), bucket, folder + file.name + ".out", job)
        }
        put(BedrockWire.manifest(job).text(), bucket, folder + "manifest.json.out", job)
        return job.usage
    }

    private func put(_ text: String, _ bucket: String, _ key: String, _ job: InvocationJob) {
        _ = objects.put(
            bucket, key,
            .init(
                body: Array(text.utf8), contentType: "application/octet-stream", modified: job.completion))
    }

    private static func manifest(_ job: InvocationJob) -> JSONValue {
        .members([
            "totalRecordCount": .integer(job.count), "processedRecordCount": .integer(job.count),
            "successRecordCount": .integer(job.goodCount),
            "errorRecordCount": .integer(job.count - job.goodCount),
            "inputTokenCount": .integer(job.tokens.input), "outputTokenCount": .integer(job.tokens.output),
        ])
    }
}
