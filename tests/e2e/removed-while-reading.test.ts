import { expect } from "vitest";
import { promisedMs } from "../support/promised.ts";
import { ask, call, originOf } from "./support/http.ts";
import { journey } from "./support/people.ts";
import { alive, composer, message, row, write } from "./support/screen.ts";
import { Stream } from "./support/stream.ts";
import { makeRoom, say, signInByForm } from "./support/world.ts";

journey(
  "someone kicked while reading gets that as the last frame within 2 s, and keeps what they were writing",
  async ({ people }) => {
    const ana = await signInByForm("ana");
    const bramElsewhere = await signInByForm("bram");
    const room = await makeRoom([ana, bramElsewhere], "kicked");
    const bram = await people.signIn("Bram Okafor", { at: room.path });
    // The page asks whether it may still read the room; it is told that there is none.
    bram.record.expectFault(/status of 404/);
    await alive(bram.page);
    await say(ana, room, "before the kick");
    await message(bram.page, "before the kick").waitFor();
    await composer(bram.page).fill("half a thought");
    const stream = await Stream.of(bramElsewhere);

    const kickedAt = Date.now();
    await call(ana, "rooms.kick", {
      room_id: room.id,
      participant_id: bramElsewhere.participantId,
      reason: "wrong room",
    });
    await stream.frame(
      ({ type, participant_id: who, membership }) =>
        type === "swp.room.member" && who === bramElsewhere.participantId && membership === "leave",
      promisedMs,
    );
    await row(bram.page, room).waitFor({ state: "detached", timeout: promisedMs });
    await composer(bram.page).waitFor({ state: "detached", timeout: promisedMs });
    expect(Date.now() - kickedAt).toBeLessThan(promisedMs);

    await say(ana, room, "after the kick");
    const elsewhere = await makeRoom([ana, bramElsewhere], "elsewhere");
    await say(ana, elsewhere, "somewhere else");
    await stream.frame(({ content }) => (content as { body?: string } | undefined)?.body === "somewhere else");
    await row(bram.page, elsewhere).waitFor();
    expect(JSON.stringify(stream.frames)).not.toContain("after the kick");
    expect(bram.record.texts("frame in").join("\n")).not.toContain("after the kick");
    stream.close();

    await call(ana, "rooms.invite", { room_id: room.id, participant_id: bramElsewhere.participantId });
    await row(bram.page, room).click();
    await bram.page.getByRole("button", { name: /^Join/ }).click();
    await composer(bram.page).waitFor();
    await expect.poll(() => composer(bram.page).inputValue()).toBe("half a thought");
  },
);

journey("a message that was on its way when its writer was kicked says why it did not go", async ({ people }) => {
  const ana = await signInByForm("ana");
  const bramElsewhere = await signInByForm("bram");
  const room = await makeRoom([ana, bramElsewhere], "kicked");
  const bram = await people.signIn("Bram Okafor", { at: room.path });
  bram.record.expectFault(/status of 40[34]|ERR_INTERNET_DISCONNECTED|WebSocket connection/);
  await alive(bram.page);
  await bram.context.setOffline(true);
  await write(bram.page, "too late");
  await call(ana, "rooms.kick", { room_id: room.id, participant_id: bramElsewhere.participantId });
  await bram.context.setOffline(false);

  await row(bram.page, room).waitFor({ state: "detached" });
  const { messages } = await call<{ messages: unknown[] }>(ana, "messages.list", { room_id: room.id });
  expect(JSON.stringify(messages)).not.toContain("too late");
});

journey(
  "a session ended elsewhere closes its live page within 2 s, which says so and leads back",
  async ({ people }) => {
    const ana = await signInByForm("ana");
    const room = await makeRoom([ana, await signInByForm("bram")], "signed-out");
    const bram = await people.signIn("Bram Okafor", { at: room.path });
    bram.record.expectFault(/status of 401/);
    await alive(bram.page);
    const stream = await Stream.of(bram.session);

    const { cookie, port, host } = bram.session;
    const headers = { cookie, origin: originOf(bram.session), "content-type": "application/x-www-form-urlencoded" };
    const endedAt = Date.now();
    expect((await ask(port, { method: "POST", path: "/auth/sign-out", host, headers, body: "" })).status).toBe(303);
    expect((await stream.end(promisedMs)).code).toBe(4001);
    expect(Date.now() - endedAt).toBeLessThan(promisedMs);
    expect(stream.frames.at(-1)?.type).toBe("swp.session.ended");

    await say(ana, room, "not for a stranger");
    await bram.page.getByText("Signed out elsewhere").first().waitFor();
    expect(bram.record.texts("frame in").join("\n")).not.toContain("not for a stranger");
    await bram.page.getByRole("button", { name: "Sign in" }).first().click();
    await bram.page.getByRole("button", { name: /^Bram Okafor/ }).click();
    await message(bram.page, "not for a stranger").waitFor();
  },
);
