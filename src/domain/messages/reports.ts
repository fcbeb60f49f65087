/** Why a message can be reported. Stable: reports are read for ever. */
export const reportReasons = [
  "spam",
  "harassment",
  "hate",
  "violence",
  "private_information",
  "illegal",
  "other",
] as const;
export type ReportReason = (typeof reportReasons)[number];

/** What became of a report: looked at and left, or the message's words were removed. */
export const reportOutcomes = ["dismissed", "removed"] as const;
export type ReportOutcome = (typeof reportOutcomes)[number];

export const longestReportNote = 1_000;
