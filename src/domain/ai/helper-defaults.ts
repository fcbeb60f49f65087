import type { HelperSettings } from "#/domain/ai/schema.ts";

/** What holds for a specialist until an admin says otherwise: nobody consults it. */
export const defaultHelper: HelperSettings = {
  helper_enabled: false,
  helper_role_description: "",
  helper_temperature: 30,
  helper_daily_token_cap: 100_000,
  planner_enabled: false,
  above_threshold_dispatcher_only: false,
};
