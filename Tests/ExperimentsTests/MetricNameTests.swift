import Testing

@testable import Experiments

/// Which way metrics go by names as exports have them.
@Suite struct MetricNameTests {
    @Test(arguments: [
        "unsubscribed", "unsubscribe_rate", "email_unsubs", "churn", "churned", "churn_90d", "customer_churn",
        "isChurned", "optout", "opt_out", "opted_out", "optOuts", "complaints", "complained",
        "spam_complaints",
        "hard_bounce", "hardBounces", "bounce_rate", "bounced", "refund", "refunds_usd", "refund_amount",
        "cancelled", "canceled_orders", "cancellations", "cancel_rate", "marked_as_spam", "chargebacks",
        "app_uninstalls", "returns", "returns_30d", "num_returns", "items_returned", "product_returns",
        "returned_orders",
    ]) func harmsAreBetterWhenLower(_ name: String) { #expect(MetricNameGuess(name) == .down) }

    @Test(arguments: [
        "visit", "conversion", "spend", "revenue", "return_visits", "returning_customers", "returning",
        "returned_users",
        "return_customer", "unsubmitted_forms", "refundable_bookings", "cancellable", "compliments",
        "bouncer",
        "retention", "profit", "clicks", "day_7_active", "orders", "y", "subscribed", "turnover",
    ]) func othersAreBetterWhenHigher(_ name: String) { #expect(MetricNameGuess(name) == .up) }

    @Test(arguments: [
        "profit_return", "return_rate", "return_on_ad_spend", "returned", "returns_avoided",
        "profit_after_returns",
        "revenue_after_refunds", "net_revenue_minus_cancellations", "not_churned", "no_churn",
        "churn_prevented",
        "cancellations_saved", "days_to_churn", "days_until_cancel", "complaints_resolved",
        "unsubscribe_free",
        "margin_net_of_refunds", "timeToChurn",
    ]) func inDoubtMoreIsBetterAndThatIsSaid(_ name: String) throws {
        #expect(MetricNameGuess(name) == .unclear)
        let rows = (0..<40).map { "\($0 % 2 == 0 ? "none" : "mail"),\($0 % 3)" }
        let text = (["arm,\(name)"] + rows).joined(separator: "\n") + "\n"
        var plan = UpliftPlan()
        plan.outcomes = [name]
        let readout = try AwkwardExport.readout(text, plan)
        #expect(!readout.plan.isBetterLower(name))
        #expect(
            readout.warnings.contains {
                $0.code == "direction_from_name" && $0.message.contains("\(name)=down")
            })
        plan.directions = [MetricDirection(metric: name, better: .up)]
        #expect(try !AwkwardExport.readout(text, plan).warnings.contains { $0.code == "direction_from_name" })
    }
}
