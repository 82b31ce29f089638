internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// The aggregate `fga`, which SQLite calls for groups and for window frames alike.
///
/// Through SQLite's C interface, because GRDB's own aggregates cannot serve windows.
enum AggregateFunction {
    /// The state of one group, kept by SQLite between calls.
    private final class Box {
        var spec: AggregateSpec
        var state: AggregateState
        var failure: (any Error)?

        init(_ spec: AggregateSpec, _ context: CastContext) {
            self.spec = spec
            state = AggregateState(spec, context)
        }
    }

    static func register(in database: Database, _ runtime: Runtime) {
        let pointer = Unmanaged.passRetained(runtime).toOpaque()
        sqlite3_create_window_function(
            database.sqliteConnection, "fga", -1, SQLITE_UTF8, pointer,
            { context, count, values in AggregateFunction.feed(context, count, values, isInverse: false) },
            { context in AggregateFunction.finish(context, releases: true) },
            { context in AggregateFunction.finish(context, releases: false) },
            { context, count, values in AggregateFunction.feed(context, count, values, isInverse: true) },
            { pointer in
                if let pointer { Unmanaged<Runtime>.fromOpaque(pointer).release() }
            })
    }

    private static func slot(_ context: OpaquePointer?, create: Bool) -> UnsafeMutablePointer<
        UnsafeMutableRawPointer?
    >? {
        let size = create ? CInt(MemoryLayout<UnsafeMutableRawPointer?>.size) : 0
        return sqlite3_aggregate_context(context, size)?.assumingMemoryBound(
            to: UnsafeMutableRawPointer?.self)
    }

    private static func feed(
        _ context: OpaquePointer?, _ count: CInt, _ values: UnsafeMutablePointer<OpaquePointer?>?,
        isInverse: Bool
    ) {
        guard let slot = slot(context, create: true), let values, let user = sqlite3_user_data(context) else {
            return
        }
        let runtime = Unmanaged<Runtime>.fromOpaque(user).takeUnretainedValue()
        if slot.pointee == nil {
            let id = Int(sqlite3_value_int64(values[0]))
            guard let spec = runtime.aggregates[id] else {
                return report(SnowError.runtime("300002", "XX000", "no such aggregate"), context)
            }
            slot.pointee = Unmanaged.passRetained(Box(spec, runtime.cast)).toOpaque()
        }
        guard let pointer = slot.pointee else { return }
        let box = Unmanaged<Box>.fromOpaque(pointer).takeUnretainedValue()
        do {
            try runtime.budget?.spend(StepBudget.stepsACall)
            let row = try (1..<Int(count)).map { index in
                try Value(stored(values[index]), as: box.spec.types[index - 1])
            }
            if isInverse { try box.state.inverse(row) } else { try box.state.step(row) }
        } catch {
            box.failure = box.failure ?? error
            report(error, context)
        }
    }

    private static func stored(_ value: OpaquePointer?) -> DatabaseValue {
        switch sqlite3_value_type(value) {
        case SQLITE_INTEGER: return sqlite3_value_int64(value).databaseValue
        case SQLITE_FLOAT: return sqlite3_value_double(value).databaseValue
        case SQLITE_TEXT:
            guard let bytes = sqlite3_value_text(value) else { return .null }
            let count = Int(sqlite3_value_bytes(value))
            return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
                .databaseValue
        case SQLITE_BLOB:
            let count = Int(sqlite3_value_bytes(value))
            guard count > 0, let bytes = sqlite3_value_blob(value) else { return Data().databaseValue }
            return Data(bytes: bytes, count: count).databaseValue
        default: return .null
        }
    }

    private static func finish(_ context: OpaquePointer?, releases: Bool) {
        guard let slot = slot(context, create: false), let pointer = slot.pointee else {
            return sqlite3_result_null(context)
        }
        let reference = Unmanaged<Box>.fromOpaque(pointer)
        let box = reference.takeUnretainedValue()
        defer {
            if releases {
                slot.pointee = nil
                reference.release()
            }
        }
        do {
            if let failure = box.failure { throw failure }
            let runtime = sqlite3_user_data(context).map {
                Unmanaged<Runtime>.fromOpaque($0).takeUnretainedValue()
            }
            try runtime?.budget?.spend(box.state.keptRows)
            answer(try box.state.value().stored(as: box.spec.result), context)
        } catch {
            report(error, context)
        }
    }

    private static func answer(_ value: DatabaseValue, _ context: OpaquePointer?) {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value.storage {
        case .null: sqlite3_result_null(context)
        case .int64(let number): sqlite3_result_int64(context, number)
        case .double(let number): sqlite3_result_double(context, number)
        case .string(let text): sqlite3_result_text(context, text, -1, transient)
        case .blob(let data):
            data.withUnsafeBytes { sqlite3_result_blob(context, $0.baseAddress, CInt($0.count), transient) }
        }
    }

    private static func report(_ error: any Error, _ context: OpaquePointer?) {
        sqlite3_result_error(context, StoreFailure.message(error), -1)
    }
}
