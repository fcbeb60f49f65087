import { defineCommand } from "citty";
import { describeConfig, readConfig } from "#/server/config.ts";
import { orExplain } from "./failure.ts";

export const configCommand = defineCommand({
  meta: { name: "config", description: "Prints every setting, with secrets masked, and checks them." },
  run: () =>
    orExplain(async () => {
      const rows = describeConfig(process.env);
      const width = Math.max(...rows.map(({ name }) => name.length));
      for (const { name, value, given } of rows) {
        console.log(`${name.padEnd(width)}  ${value || "-"}${given || !value ? "" : "  (default)"}`);
      }
      const config = readConfig(process.env);
      console.log(
        `\nThis is a ${config.mode} instance for ${config.serverName}, listening on ${config.listen.join(" and ")}.`,
      );
    }),
});
