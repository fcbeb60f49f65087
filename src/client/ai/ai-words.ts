import { say } from "#/client/language/say.ts";
import type { EngagementMode, ResponseMode } from "#/domain/workspaces/schema.ts";

/** “Answers: when mentioned” */
export function engagementSentence(mode: EngagementMode, keywords: readonly string[] = []): string {
  switch (mode) {
    case "always":
      return say("Answers every message");
    case "mention":
      return say("Answers when mentioned");
    case "keyword":
      return keywords.length > 0
        ? say("Answers when someone writes {words}", { words: keywords.slice(0, 5).join(", ") })
        : say("Answers when mentioned, until it has keywords");
    case "autonomous":
      return say("Works by itself until its task is done");
  }
}

export const engagementChoices = (): { value: EngagementMode; label: string }[] => [
  { value: "always", label: say("After every message") },
  { value: "mention", label: say("When mentioned") },
  { value: "keyword", label: say("On keywords") },
];

export const responseChoices = (): { value: ResponseMode | "any"; label: string }[] => [
  { value: "any", label: say("As whoever asks prefers") },
  { value: "streaming", label: say("Word by word") },
  { value: "conversational", label: say("Paragraph by paragraph") },
];
