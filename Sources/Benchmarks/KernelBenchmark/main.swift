// Times the event kernel on a queue with retries: one JSON line a seed, ten seeds.
//
//     swift run -c release KernelBenchmark [jobs a seed, default 200000]
//
// Compare jobs a second and the mean time in system with those of peers/mmc_simpy.py.

import Encodings
import RandomStreams
import SimulationKernel

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

let argument = CommandLine.arguments.dropFirst().first ?? "200000"
guard let jobs = Int(argument), jobs > 0, jobs <= Int(Int32.max) else {
    print("'\(argument)' is not a number of jobs: give a whole number from 1")
    exit(2)
}

for seed in 0..<10 {
    var queue = RetryQueue(jobs: jobs, seed: Seed(UInt64(seed)))
    var environment = Environment<RetryQueue.Event>()
    let elapsed = ContinuousClock().measure {
        queue.begin(in: &environment)
        environment.run(&queue)
    }
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    let line = JSONValue.members([
        "benchmark": "mmc",
        "seed": .integer(seed),
        "jobs": .integer(queue.completions),
        "events": .integer(environment.handledEvents),
        "seconds": .number(seconds),
        "jobs_per_second": .number((Double(queue.completions) / seconds).rounded()),
        "mean_time_in_system": .number(queue.meanTimeInSystem),
    ])
    print(line.text())
}
