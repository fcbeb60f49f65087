import { describeConfig, readConfig } from "#/server/config.ts";
import { printJson } from "./output.ts";

export async function printConfig({ json }: { json?: boolean | undefined }): Promise<void> {
  const rows = describeConfig(process.env);
  const config = readConfig(process.env);
  if (json) return printJson({ settings: rows, mode: config.mode, server_name: config.serverName });
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, value, given } of rows) {
    console.log(`${name.padEnd(width)}  ${value || "-"}${given || !value ? "" : "  (default)"}`);
  }
  console.log(
    `\nThis is a ${config.mode} instance for ${config.serverName}, listening on ${config.listen.join(" and ")}.`,
  );
}
