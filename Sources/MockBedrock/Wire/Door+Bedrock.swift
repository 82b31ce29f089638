public import MockWire
public import Quantities
public import RandomStreams
public import ServiceModels

/// The operations of Bedrock through its door.
extension Door where Service == Bedrock {
    public mutating func converse(
        _ request: ConverseRequest, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<ConverseResponse> {
        call(.converse(request), at: now, using: key).map {
            if case .converse(let response) = $0 { response } else { Self.otherKind($0) }
        }
    }

    public mutating func createBatchJob(
        _ records: [BatchRecord], modelID: String, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<BatchJobID> {
        call(.createBatchJob(records: records, modelID: modelID), at: now, using: key).map {
            if case .createBatchJob(let id) = $0 { id } else { Self.otherKind($0) }
        }
    }

    public mutating func getBatchJob(
        _ id: BatchJobID, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<BatchJob> {
        call(.getBatchJob(id), at: now, using: key).map {
            if case .getBatchJob(let job) = $0 { job } else { Self.otherKind($0) }
        }
    }
}
