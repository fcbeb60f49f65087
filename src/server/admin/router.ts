import { router } from "#/server/api/trpc.ts";

/** The admin area: `adminProcedure` only. */
export const adminRouter = router({});
