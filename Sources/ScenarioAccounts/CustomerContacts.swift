import Audiences
import Encodings
import Foundation
import MockMailchimp
import Quantities

/// A scenario's customers as rows of a table and as contacts: number, made-up address, attributes.
struct CustomerContacts {
    private let customers: Audience

    init(_ customers: Audience) { self.customers = customers }

    /// Writes them as CSV.
    /// - Returns: the file's path.
    /// - Throws: `FinegrainError` when the folder cannot be written.
    func write(to folder: String) throws -> String {
        let levels = customers.attributes.map { $0.levels.map(CustomerContacts.field) }
        var text =
            (["CUSTOMER_ID", "EMAIL"] + customers.attributes.map { CustomerContacts.field($0.name) })
            .joined(separator: ",") + "\n"
        for customer in 0..<customers.count {
            text += "\(customer),\(AudienceReports.email(of: customer))"
            for j in levels.indices {
                text += ","
                text += levels[j][Int(customers.columns[j][customer])]
            }
            text += "\n"
        }
        let path = folder + "/customers.csv"
        do { try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
            throw FinegrainError.badInput(
                "cannot write: \(error.localizedDescription)", remedy: "give another folder with --data-dir",
                file: path)
        }
        return path
    }

    private static func field(_ text: String) -> String {
        text.contains { ",\"\n\r".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }

    /// All of them as subscribed contacts, an attribute a merge field.
    func audience(named name: String) -> MailchimpAudience {
        let tags = AudienceReports.mergeTags(of: customers.attributes)
        let values = customers.attributes.map { $0.levels.map { JSONValue.string($0) } }
        let contacts = (0..<customers.count).map { customer in
            MailchimpDelivery.Recipient(
                email: AudienceReports.email(of: customer),
                mergeFields: tags.indices.map { j in
                    .init(tags[j], values[j][Int(customers.columns[j][customer])])
                })
        }
        return MailchimpAudience(
            id: "customers1", name: name, mergeFields: zip(tags, customers.attributes).map { ($0, $1.name) },
            contacts: contacts)
    }
}
