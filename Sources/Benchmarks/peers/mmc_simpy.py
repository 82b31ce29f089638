"""The queue of KernelBenchmark in SimPy, for comparison: one JSON line a seed, ten seeds.

Usage: python3 mmc_simpy.py [jobs a seed, default 200000]    (needs the package simpy)

Eight servers, first in, first out. Jobs arrive at 6.3 a second and need one second on average. A served job
fails with probability 0.05 and, at most three times, comes back after an exponential back-off whose
mean is 2 s x 2^retries; its server is free meanwhile.
"""

import json
import random
import sys
import time

import simpy

SERVERS = 8
ARRIVAL_RATE = 6.3
SERVICE_RATE = 1.0
FAILURE_PROBABILITY = 0.05
MEAN_BACKOFF = 2.0
MAXIMUM_RETRIES = 3


class RetryQueue:
    def __init__(self, jobs, seed):
        self.jobs = jobs
        self.draws = random.Random(seed)
        self.environment = simpy.Environment()
        self.servers = simpy.Resource(self.environment, capacity=SERVERS)
        self.completions = 0
        self.time_in_system = 0.0

    def run(self):
        self.environment.process(self.arrivals())
        self.environment.run()

    def arrivals(self):
        for _ in range(self.jobs):
            yield self.environment.timeout(self.draws.expovariate(ARRIVAL_RATE))
            self.environment.process(self.job())

    def job(self):
        environment, draws = self.environment, self.draws
        arrived = environment.now
        for retry in range(1, MAXIMUM_RETRIES + 2):
            with self.servers.request() as server:
                yield server
                yield environment.timeout(draws.expovariate(SERVICE_RATE))
            if draws.random() >= FAILURE_PROBABILITY or retry > MAXIMUM_RETRIES:
                break
            yield environment.timeout(draws.expovariate(1 / (MEAN_BACKOFF * 2**retry)))
        self.completions += 1
        self.time_in_system += environment.now - arrived


def main():
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    for seed in range(10):
        queue = RetryQueue(jobs, seed)
        started = time.perf_counter()
        queue.run()
        seconds = time.perf_counter() - started
        print(
            json.dumps(
                {
                    "benchmark": "mmc-simpy",
                    "seed": seed,
                    "jobs": queue.completions,
                    "seconds": seconds,
                    "jobs_per_second": round(queue.completions / seconds),
                    "mean_time_in_system": queue.time_in_system / queue.completions,
                }
            ),
            flush=True,
        )


if __name__ == "__main__":
    main()
