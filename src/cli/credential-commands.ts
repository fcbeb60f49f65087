import { createTokenInput } from "#/domain/identity/inputs.ts";
import { scopes } from "#/domain/identity/scopes.ts";
import type { App } from "#/server/app.ts";
import { readConfig } from "#/server/config.ts";
import { type Context, innerActor } from "#/server/database/context.ts";
import { transact } from "#/server/database/transact.ts";
import { createToken } from "#/server/identity/personal-tokens.ts";
import { type AuditLine, audit } from "#/server/log/audit.ts";
import type { ArgumentsOf } from "./command-line.ts";
import { UsageError } from "./failure.ts";
import { withApp } from "./instance-database.ts";
import { operatorOf, personNamed, tenantNamed } from "./operator.ts";
import { printJson } from "./output.ts";

export async function rotateKeys(args: ArgumentsOf<"key rotate">): Promise<void> {
  const dropOld = args["drop-old"] === true;
  const kid = await withApp(readConfig(process.env), async (app) => {
    const made = await app.keys.rotate({ dropOld });
    // Keys are of the whole instance; the line goes to the first tenant, whose admins look after it.
    const [first] = await app.database.system<{ tenant_id: string }[]>`
      select tenant_id from app.tenants where server_name = ${app.config.serverName}`;
    const line: AuditLine = {
      action: "keys.rotated",
      target: { type: "key", id: made },
      details: { drop_old: dropOld },
    };
    if (first) await writeDown(app, first.tenant_id, line);
    return made;
  });
  if (args.json) return printJson({ kid, drop_old: dropOld });
  console.log(
    dropOld
      ? `The new key is ${kid}. Within a minute every access token signed before is refused.`
      : `The new key is ${kid}. What the old one signed stays valid until it expires.`,
  );
}

export async function makeToken(args: ArgumentsOf<"token create">): Promise<void> {
  const input = createTokenInput.safeParse({
    name: args.name,
    scopes: args.scopes.split(",").map((scope) => scope.trim()),
    expires_in_days: args.days === undefined ? null : Number(args.days),
  });
  if (!input.success) {
    const fault = {
      name: "A name has 1 to 80 characters",
      scopes: `Scopes are ${scopes.join(", ")}, separated by commas`,
      expires_in_days: "--days is a whole number from 1 to 3650",
    }[String(input.error.issues[0]?.path[0])];
    throw new UsageError(`${fault ?? "The token cannot be made like this"}.`);
  }
  const made = await withApp(readConfig(process.env), async (app) => {
    const tenant = await tenantNamed(app, args.tenant);
    const { id, roles } = await personNamed(app, tenant.id, args.who);
    const actor = innerActor({ tenantId: tenant.id, participantId: id, serverName: tenant.serverName, roles });
    const { database, now, newId } = app;
    const ctx: Context = { database, actor, now, newId, advanced: () => {} };
    const token = await createToken(ctx, input.data);
    // Theirs, and yet not by them: the log says who was at the keyboard.
    const target = { type: "personal_token", id: token.id };
    await writeDown(app, tenant.id, { action: "token.created", target, details: { participant_id: id } });
    return token;
  });
  if (args.json) return printJson(made);
  console.error("This is shown once; who has it may do what it allows:");
  console.log(made.token);
}

function writeDown(app: App, tenantId: string, line: AuditLine): Promise<void> {
  return transact(app.database, tenantId, app.now(), async (tx) => {
    audit(tx, operatorOf(app), line);
    return tx.emit([], () => undefined);
  });
}
