import { writeFileSync } from "node:fs";
import * as z from "zod/mini";
import { eventContents } from "../../src/domain/catalogue.ts";
import { errorTable } from "../../src/domain/errors.ts";
import { eventTypes } from "../../src/domain/stream/event-frames.ts";

// Writes what the catalogue holds now into its record. Run it after adding an event or a code; the test beside the
// catalogue refuses a record that lost or changed one.
const fieldsOf = (schema: z.core.$ZodType) => {
  const json = z.toJSONSchema(schema, { unrepresentable: "any", io: "input" }) as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.entries(json.properties ?? {})
    .map(([name, value]) => `${name}${json.required?.includes(name) ? "" : "?"}: ${JSON.stringify(value)}`)
    .sort();
};
const record = {
  events: Object.fromEntries(eventTypes.map((type) => [type, fieldsOf(eventContents[type])])),
  errors: Object.fromEntries(Object.entries(errorTable).map(([code, [status]]) => [code, status])),
};
writeFileSync(
  new URL("../../src/domain/catalogue.recorded.json", import.meta.url),
  `${JSON.stringify(record, null, 2)}\n`,
);
