import Scenarios
import ServiceModels
import Writing

extension CopyProduction {
    /// Validates schema, number, length, brand and egress; keeps the drafts that pass.
    mutating func accept(_ response: ConverseResponse, for index: Int) -> Bool {
        failures.answers += 1
        failures.answerTokens += response.tokens.output
        jobs[index].drafts = []
        let copy = settings.scenario.copy
        defer {
            if jobs[index].drafts.isEmpty { services.meters.waste(jobs[index].billed) }
            services.lineage?.checked(
                jobs[index], response.text, kept: jobs[index].drafts, limits: settings.limits,
                words: copy.minimumWords...max(copy.minimumWords, copy.maximumWords))
        }
        guard let document = try? CopyDocument(parsing: response.text, limits: settings.limits) else {
            jobs[index].failure = response.stopReason == .maxTokens ? .copyCut : .copyInvalid
            return false
        }
        let fitting = document.variants.filter { draft in
            let words = draft.bodyWords
            failures.drafts += 1
            failures.draftWords += words
            return words >= copy.minimumWords && words <= copy.maximumWords
        }
        jobs[index].drafts = fitting.filter { !EgressGuard.leaks($0.body) && !EgressGuard.leaks($0.subject) }
        jobs[index].failure =
            !jobs[index].drafts.isEmpty ? nil : fitting.isEmpty ? .copyLength : .copyLeak
        return !jobs[index].drafts.isEmpty
    }

    /// Counts what was needed and what came to nothing, once everything is decided.
    mutating func tallyFailures() {
        failures.needed += jobs.count
        for job in jobs where job.outcome == .failed { failures.add(job.failure ?? .copyInvalid) }
    }
}
