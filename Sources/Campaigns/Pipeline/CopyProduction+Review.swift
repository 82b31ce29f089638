import Encodings
import Quantities
import RandomStreams
import Scenarios
import SimulationKernel
import Writing

extension CopyProduction {
    /// Hands a job's drafts to the reviewers.
    mutating func submit(_ index: Int, in environment: inout Environment<Event>) {
        submittedDrafts += jobs[index].drafts.count
        let limit = settings.scenario.limits.reviewQueue
        guard desk.submit(job: index, audience: jobs[index].audience, limit: limit) else {
            jobs[index].outcome = .overflowed
            return
        }
        services.meters.timeline.note(.reviewQueue, from: environment.now, to: environment.now)
        assign(in: &environment)
    }

    /// Gives waiting cases to free reviewers.
    private mutating func assign(in environment: inout Environment<Event>) {
        while let (index, reviewer) = desk.next() {
            let begins = desk.beginning(by: reviewer, from: environment.now)
            if desk.settings.afterDeadline == .drop, begins >= deadline {
                desk.release(reviewer, at: environment.now)
                jobs[index].outcome = .dropped
                continue
            }
            let milliseconds = decide(index, by: reviewer, at: begins)
            jobs[index].reviewMilliseconds += milliseconds
            let done = desk.completion(of: .milliseconds(milliseconds), by: reviewer, from: environment.now)
            services.meters.timeline.note(.reviewQueue, from: begins, to: begins, count: 0)
            services.meters.timeline.note(.review, from: begins, to: done)
            services.meters.note(
                milliseconds, Meter(.review, "", .reviewMilliseconds), "review", entity: jobs[index].identity,
                at: begins)
            services.lineage?.reviewed(
                jobs[index], by: reviewer, from: begins, to: done, milliseconds: milliseconds)
            environment.schedule(.reviewed(job: index, reviewer: reviewer), at: done)
        }
    }

    /// Draws the verdict on each draft and returns the time that it takes.
    ///
    /// Seconds a draft = words / wpm × passes + overhead, an edit taking `edit_factor` times that again
    /// (`docs/model.md`, "Review"). A tired reviewer misses more off-brand drafts: the chance of seeing one
    /// is c₀·exp(−L/L₀) at the L-th draft of the day.
    private mutating func decide(_ index: Int, by reviewer: Int, at begins: SimulatedInstant) -> Int {
        let review = desk.settings
        var stream = draws.verdicts.stream(
            entity: jobs[index].identity, step: campaign << 10 | jobs[index].round)
        var seconds = 0.0
        jobs[index].verdicts = []
        for draft in jobs[index].drafts {
            let load = Double(desk.countDraft(by: reviewer, at: begins))
            let base =
                Double(draft.bodyWords) / review.wordsPerMinute * 60 * review.passes + review.overheadSeconds
            seconds += base
            let isCaught =
                settings.brand.isOffBrand(draft.body)
                && stream.happens(review.catchRate * Math.exponential(-load / review.fatigueDrafts))
            if isCaught || stream.happens(review.rejectRate) {
                jobs[index].verdicts.append(.rejected)
            } else if stream.happens(review.editShare) {
                seconds += base * review.editFactor
                jobs[index].verdicts.append(.edited)
            } else {
                jobs[index].verdicts.append(.approved)
            }
        }
        return Int((seconds * 1_000).rounded())
    }

    /// Files the decision; a job whose drafts were all rejected is written again, within bounds.
    mutating func reviewed(_ index: Int, by reviewer: Int, in environment: inout Environment<Event>) {
        let now = environment.now
        desk.release(reviewer, at: now)
        if now <= deadline { onTimeDrafts += jobs[index].drafts.count }
        lastDecision = max(lastDecision, now)
        trace.combine(UInt64(bitPattern: now.nanoseconds))
        jobs[index].decidedAt = now
        if let chosen = jobs[index].verdicts.firstIndex(where: { $0 != .rejected }) {
            jobs[index].outcome = .approved
            jobs[index].approvedDrafts = jobs[index].verdicts.count { $0 != .rejected }
            let text = edited(jobs[index].drafts[chosen], jobs[index].verdicts[chosen], index)
            jobs[index].approved = text
            approvals.append((PromptPart.digest(of: text.body), now))
        } else if jobs[index].round < desk.settings.regenerations,
            now < deadline || desk.settings.afterDeadline == .carry
        {
            jobs[index].round += 1
            jobs[index].retries = 0
            jobs[index].repairs = 0
            environment.schedule(.invoke(index), at: now)
        } else {
            jobs[index].outcome = .rejected
        }
        assign(in: &environment)
    }

    /// An edit takes one sentence out of the body.
    private func edited(_ draft: CopyVariant, _ verdict: Verdict, _ index: Int) -> CopyVariant {
        guard verdict == .edited else { return draft }
        let sentences = draft.body.split(separator: ". ", omittingEmptySubsequences: true)
        guard sentences.count > 2 else { return draft }
        var stream = draws.edits.stream(
            entity: jobs[index].identity, step: campaign << 10 | jobs[index].round)
        let cut = 1 + Int(stream.below(UInt32(sentences.count - 2)))
        let kept = sentences.indices.filter { $0 != cut }.map { sentences[$0] }
        return CopyVariant(subject: draft.subject, body: kept.joined(separator: ". "))
    }

    /// At the send: what still waits is dropped, or left to be decided for the next campaign.
    mutating func passDeadline() {
        guard desk.settings.afterDeadline == .drop else { return }
        for index in desk.dropWaiting() { jobs[index].outcome = .dropped }
    }
}
