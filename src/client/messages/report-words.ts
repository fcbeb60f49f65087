import { say } from "#/client/language/say.ts";
import type { ReportReason } from "#/domain/messages/reports.ts";

/** What each reason is called, where one chooses it and where an admin reads it. */
export function reasonWords(reason: ReportReason): string {
  switch (reason) {
    case "spam":
      return say("Spam or advertising");
    case "harassment":
      return say("Harassment or bullying");
    case "hate":
      return say("Hate against a group");
    case "violence":
      return say("A threat, or violence");
    case "private_information":
      return say("Somebody's private information");
    case "illegal":
      return say("Something illegal");
    case "other":
      return say("Something else");
  }
}
