internal import GRDB

/// The stored values that a program reads, and what it may know.
struct Frame {
    /// The program's number first, then the values of its leaves.
    let arguments: [DatabaseValue]
    let runtime: Runtime
}

typealias Evaluate = @Sendable (Frame) throws -> Value

/// A compiled expression: SQLite computes its leaves and hands them over in one call.
struct Program: Sendable {
    let evaluate: Evaluate
    let result: DataType
}

/// The functions through which SQLite calls programs.
enum ProgramFunctions {
    /// Registers `fg`, for programs that SQLite may compute once, and `fgv`, for all others.
    static func register(in database: Database, _ runtime: Runtime) {
        for (name, isPure) in [("fg", true), ("fgv", false)] {
            let function = DatabaseFunction(name, argumentCount: nil, pure: isPure) { values in
                guard let id = values.first.flatMap({ Int.fromDatabaseValue($0) }),
                    let program = runtime.programs[id]
                else {
                    throw StoreFailure.databaseError(SnowError.runtime("300002", "XX000", "no such program"))
                }
                do {
                    try runtime.budget?.spend(StepBudget.stepsACall)
                    let value = try program.evaluate(Frame(arguments: values, runtime: runtime))
                    return try value.stored(as: program.result)
                } catch {
                    throw StoreFailure.databaseError(error)
                }
            }
            database.add(function: function)
        }
        database.add(function: VariantKey.function)
        AggregateFunction.register(in: database, runtime)
    }
}
