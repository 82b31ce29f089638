/// Ways to break a pipeline on purpose, so that tests can show that its invariants notice. Nothing else sets one.
package enum Sabotage: CaseIterable, Sendable {
    /// Files a rejected draft as if it had been approved.
    case approvesRejectedCopy
    /// Publishes segments of half of k.
    case publishesBelowK
    /// Names a row of the customer table in a segment's attributes.
    case exportsRawRows
    /// Names a free-text level in a mail, and in the notification to reviewers.
    case mailsRawLevels, notifiesRawLevels
    /// Sends a segment's copy a second time, leaves its generic arm out, or mails its hold-out.
    case sendsTwice, skipsTheGenericArm, mailsTheHoldOut
    /// Leaves a call out of the caller's account, or counts refused calls as billed.
    case forgetsACall, billsRetries
    /// Takes personas for written an hour before they were asked for.
    case turnsTimeBack
    /// Leaves a segment out of the delivery.
    case losesASegment
    /// Leaves a row out of the stored results.
    case losesResults
}
