extension MailchimpDelivery {
    init(_ campaign: MailchimpCampaign, _ recipients: [MailchimpMember]) {
        var segmentID: Int?
        if case .segment(let id) = campaign.target { segmentID = id }
        self.init(
            campaignID: campaign.id, listID: campaign.listID ?? "", segmentID: segmentID,
            subject: campaign.settings.subject, html: campaign.html, plainText: campaign.plainText,
            recipients: recipients.map { Recipient(email: $0.email, mergeFields: $0.mergeFields) })
    }
}
