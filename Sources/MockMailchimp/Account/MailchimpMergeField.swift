import Encodings

extension MailchimpList {
    /// A column of the list.
    struct MergeField: Hashable, Sendable {
        let id: Int
        /// In capitals, as `*|FNAME|*` names it in content.
        var tag: String
        var name: String
        let type: String
        /// Whether every new contact must have a value.
        var isRequired = false
        var defaultValue = ""
        var isPublic = false
        var displayOrder: Int
        var helpText = ""
        /// What else the request said of values; `choices` of a list among it.
        var options: [JSONValue.Member] = []

        static let types = ["text", "number", "date", "dropdown", "radio", "phone", "zip", "url", "birthday"]
        static let listTypes = ["dropdown", "radio"]

        init(id: Int, tag: String, name: String, type: String) {
            self.id = id
            self.tag = tag
            self.name = name
            self.type = type
            displayOrder = id + 1
        }

        /// Values of a `dropdown` or `radio`.
        var choices: [String] {
            options.first { $0.key == "choices" }?.value.array?.compactMap(\.string) ?? []
        }

        /// What is wrong with a value; nil if it fits. Nothing fits everything but a field that must have a value.
        func problem(_ value: JSONValue) -> String? {
            let text: String
            switch value {
            case .string(let given): text = given
            case .integer, .number: text = value.text()
            case .null: text = ""
            default: return "Schema describes string, another type found instead"
            }
            if text.isEmpty { return isRequired ? "Please enter a value" : nil }
            switch type {
            case "number": return Double(text) == nil ? "Please enter a number." : nil
            case "date":
                return isCalendarDay(text)
                    ? nil : "Please enter a date as YYYY-MM-DD or in the field's format."
            case "birthday": return isDayOfYear(text) ? nil : "Please enter a birthday in the field's format."
            case "url":
                return text.hasPrefix("http://") || text.hasPrefix("https://") ? nil : "Please enter a URL."
            case "dropdown", "radio":
                return choices.contains(text)
                    ? nil : "Please choose one of: \(choices.joined(separator: ", "))"
            default: return nil
            }
        }

        /// The field's own form of dates may put the day before the month.
        private var isDayFirst: Bool {
            options.first { $0.key == "date_format" }?.value.string?.hasPrefix("DD") ?? false
        }

        private func isCalendarDay(_ text: String) -> Bool {
            var parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            if parts.count == 3, isDayFirst { parts.swapAt(0, 1) }
            let iso = parts.count == 3 ? "\(parts[2])-\(parts[0])-\(parts[1])" : String(text.prefix(10))
            return MailchimpTime.instant(iso + "T00:00:00") != nil && (text.count == 10 || text.count >= 19)
        }

        private func isDayOfYear(_ text: String) -> Bool {
            var parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            if parts.count == 2, isDayFirst { parts.swapAt(0, 1) }
            // 2028 has all 366 days.
            return parts.count == 2 && MailchimpTime.instant("2028-\(parts[0])-\(parts[1])T00:00:00") != nil
        }

        func json(listID: String) -> JSONValue {
            .members([
                "merge_id": .integer(id), "tag": .string(tag), "name": .string(name), "type": .string(type),
                "required": .bool(isRequired), "default_value": .string(defaultValue),
                "public": .bool(isPublic), "display_order": .integer(displayOrder),
                "options": .object(options), "help_text": .string(helpText), "list_id": .string(listID),
            ])
        }
    }
}
