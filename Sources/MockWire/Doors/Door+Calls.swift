public import Quantities
public import RandomStreams
public import ServiceModels

/// The operations of each service through its door, named as the service's own.

extension Door where Service == Cortex {
    public mutating func complete(
        _ request: CompletionRequest, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<Completion> {
        call(.complete(request), at: now, using: key).map {
            switch $0 {
            case .complete(let completion): completion
            }
        }
    }
}

extension Door where Service == Lambda {
    public mutating func invoke(
        _ function: String, payloadBytes: Int, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<Lambda.Invocation> {
        call(.invoke(function: function, payloadBytes: payloadBytes), at: now, using: key).map {
            if case .invoke(let invocation) = $0 { invocation } else { Self.otherKind($0) }
        }
    }

    public mutating func finish(
        _ invocation: Lambda.Invocation, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<Lambda.Billed> {
        call(.finish(invocation), at: now, using: key).map {
            if case .finish(let billed) = $0 { billed } else { Self.otherKind($0) }
        }
    }
}

extension Door where Service == SNS {
    public mutating func createTopic(
        _ name: String, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<Void> {
        call(.createTopic(name: name), at: now, using: key).map { _ in }
    }

    public mutating func subscribe(
        topic: String, endpoint: String, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<Void> {
        call(.subscribe(topic: topic, endpoint: endpoint), at: now, using: key).map { _ in }
    }

    public mutating func publish(
        topic: String, message: String, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<SNS.Publication> {
        call(.publish(topic: topic, message: message), at: now, using: key).map {
            if case .publish(let publication) = $0 { publication } else { Self.otherKind($0) }
        }
    }
}

extension Door where Service == Snowflake {
    public mutating func execute(
        _ sql: String, rows: [[SQLValue]] = [], at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<Int> {
        call(.execute(sql: sql, rows: rows), at: now, using: key).map {
            if case .execute(let changes) = $0 { changes } else { Self.otherKind($0) }
        }
    }

    public mutating func query(
        _ sql: String, _ arguments: [SQLValue] = [], at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<SQLRows> {
        call(.query(sql: sql, arguments: arguments), at: now, using: key).map {
            if case .query(let rows) = $0 { rows } else { Self.otherKind($0) }
        }
    }

    public mutating func suspendWarehouse(
        at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<Void> {
        call(.suspendWarehouse, at: now, using: key).map { _ in }
    }
}

extension Door where Service == MarketingPlatform {
    public mutating func defineSegments(
        _ definitions: [MarketingPlatform.SegmentDefinition], at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<Int> {
        call(.defineSegments(definitions), at: now, using: key).map {
            if case .defineSegments(let count) = $0 { count } else { Self.otherKind($0) }
        }
    }

    public mutating func loadContent(
        _ slot: MarketingPlatform.Slot, text: String, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<Void> {
        call(.loadContent(slot, text: text), at: now, using: key).map { _ in }
    }

    public mutating func send(
        _ slot: MarketingPlatform.Slot, recipients: Int, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<MarketingPlatform.Sent> {
        call(.send(slot, recipients: recipients), at: now, using: key).map {
            if case .send(let sent) = $0 { sent } else { Self.otherKind($0) }
        }
    }

    public mutating func archive(
        campaign: Int, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<Void> {
        call(.archive(campaign: campaign), at: now, using: key).map { _ in }
    }
}
