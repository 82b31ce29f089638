import RandomStreams
import Regression

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// Usage: RegressionBenchmark [FOLDER]: y on a constant, t and 20 columns with HC3, then Lin's estimator with HC2, on a million
// rows. FOLDER holds X.f64 (column by column), t.f64 and y.f64, little-endian doubles; without one the rows are drawn here.
BLASThreads.useOne()

let columnCount = 20
let family = Seed(20_240_901).streams("benchmark.regression")

/// Doubles of a file as they lie there.
func doubles(_ path: String) -> [Double] {
    guard let file = fopen(path, "rb") else {
        print("cannot open \(path)")
        exit(2)
    }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let count = ftell(file) / MemoryLayout<Double>.size
    rewind(file)
    return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
        initialized = fread(buffer.baseAddress, MemoryLayout<Double>.size, count, file)
    }
}

/// The columns, the treatment and the outcome.
func data() -> (columns: [[Double]], treatment: [Double], outcome: [Double]) {
    if CommandLine.arguments.count > 1 {
        let folder = CommandLine.arguments[1]
        let all = doubles(folder + "/X.f64")
        let count = all.count / columnCount
        return (
            (0..<columnCount).map { Array(all[$0 * count..<($0 + 1) * count]) }, doubles(folder + "/t.f64"),
            doubles(folder + "/y.f64")
        )
    }
    let count = 1_000_000
    let columns = (0..<columnCount).map { column -> [Double] in
        var stream = family.stream(entity: column)
        return (0..<count).map { _ in
            column < 10 ? stream.normal() : column < 15 ? stream.uniform() : stream.happens(0.3) ? 1 : 0
        }
    }
    var stream = family.stream(entity: columnCount)
    let treatment = (0..<count).map { _ in stream.happens(0.5) ? 1.0 : 0 }
    let outcome = (0..<count).map { row -> Double in
        let line = (0..<columnCount).reduce(1.0) { $0 + (Double($1) / 9.5 - 1) * columns[$1][row] }
        let effect = treatment[row] * (0.5 + 0.25 * columns[0][row] - 0.1 * columns[15][row])
        return line + effect + (0.5 + abs(columns[1][row])) * stream.normal()
    }
    return (columns, treatment, outcome)
}

let (columns, treatment, outcome) = data()
let names = columns.indices.map { "x\($0 + 1)" }
let clock = ContinuousClock()

/// Prints the time of one estimate.
func measure(_ name: String, _ body: () throws -> (Double, Double)) rethrows {
    var answer = (0.0, 0.0)
    let time = try clock.measure { answer = try body() }
    print(
        "{\"benchmark\":\"regression\",\"engine\":\"finegrain\",\"case\":\"\(name)\",\"rows\":\(outcome.count),"
            + "\"seconds\":\(Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18),"
            + "\"effect\":\(answer.0),\"std_error\":\(answer.1)}")
}

/// The peers get their matrix made; so does this.
let design = Matrix(columns: [Array(repeating: 1, count: outcome.count), treatment] + columns)
let plain = Matrix(columns: columns)
for _ in 0..<3 {
    try measure("ols_hc3") {
        let fit = try LeastSquares(
            RegressionRows(names: ["(constant)", "t"] + names, design: design, outcomes: outcome),
            covariance: .hc3)
        return (fit.coefficients[1], try fit.covariance(.hc3)[1, 1].squareRoot())
    }
    try measure("lin_hc2") {
        let lin = try LinEstimator(
            RegressionRows(names: names, design: plain, outcomes: outcome), treated: treatment.map { $0 == 1 }
        )
        return (lin.effect, lin.standardError)
    }
}
