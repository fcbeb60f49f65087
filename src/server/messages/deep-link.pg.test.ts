import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transact } from "#/server/database/transact.ts";
import { readContext } from "#/server/messages/context.ts";
import { listMessages } from "#/server/messages/list-messages.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

/** More than a browser keeps of a room. */
const depth = 6_000;

let world: World;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben] = [await world.person("ana"), await world.person("ben")];
});
afterAll(() => world.drop());

test("a link to a message six thousand messages back leads to it and on from there; who is not in the room learns nothing", async () => {
  const { id: room_id } = await createRoom(ana.ctx, { name: "Old" });
  const old = await sendMessage(ana.ctx, { room_id, content: { body: "the first words" } });
  const me = ana.participant.id;
  const drafts = Array.from({ length: depth }, (_, n) => ({ id: world.newId(), body: `message ${n}` }));
  await transact(world.database, world.tenantId, world.clock.now(), async (tx) => {
    const ids = JSON.stringify(drafts.map(({ id }) => id));
    tx.alongside(sql`
      insert into app.messages (tenant_id, id, room_id, sender_id)
      select ${tx.tenantId}, id::uuid, ${room_id}, ${me} from jsonb_array_elements_text(${ids}::text::jsonb) as id`);
    return tx.emit(
      drafts.map(({ id, body }) => ({
        id,
        type: "swp.room.message" as const,
        room_id,
        workspace_id: null,
        sender_id: me,
        content: { body },
      })),
      () => null,
    );
  });
  const asked = { room_id, event_id: old.id, before: 5, after: 5 };
  const found = await readContext(ana.ctx, asked);
  expect(found.event.content).toEqual({ body: "the first words" });
  expect(found.has_more_after).toBe(true);
  expect(found.messages.slice(-5).map(({ content }) => content.body)).toEqual(
    drafts.slice(0, 5).map(({ body }) => body),
  );
  const from = found.messages.at(-1)!.stream_position;
  const on = await listMessages(ana.ctx, { room_id, from, direction: "forward", limit: 3 });
  expect(on.messages.map(({ content }) => content.body)).toEqual(drafts.slice(5, 8).map(({ body }) => body));
  await expectRefusal(readContext(ben.ctx, asked), "SW_ROOM_NOT_FOUND");
});
