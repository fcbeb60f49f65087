import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openApiDocument } from "../../src/server/api/rest/document.ts";
import { emitTypes } from "./emit-types.ts";

// After the procedures changed: `node tests/clients/write-types.ts`.
writeFileSync(join(import.meta.dirname, "api-types.ts"), emitTypes(openApiDocument()));
