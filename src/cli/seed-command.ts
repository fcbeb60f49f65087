import { readConfig } from "#/server/config.ts";
import { seedDemo } from "#/server/seed/demo.ts";
import { StartError } from "./failure.ts";
import { withApp } from "./instance-database.ts";

export async function seed(): Promise<void> {
  const config = readConfig(process.env);
  if (config.mode === "production") {
    throw new StartError("This is a production instance: people of a demo are never put into it.");
  }
  const { serverName } = config;
  await withApp(config, async ({ database, now }) => {
    // Without its people, the first tenant is left as it was found.
    const [found] = await database.app<{ there: boolean }[]>`
      select exists(select from instance.tenant_hosts where host <> ${serverName}) as there`;
    const made = !found?.there && (await seedDemo(database, { serverName, now: now(), empty: false }));
    if (!made) throw new StartError("This demo has somebody in it already: seed an empty one.");
  });
  console.log("The demo has people, rooms and talk in it now.");
}
