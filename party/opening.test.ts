import { expect, test } from "vitest";
import { openPath, secretHeader } from "#/domain/stream/contract.ts";
import { askOpening } from "./opening.ts";
import { factsOf, person } from "./testing/facts.ts";

type Upgrade = Parameters<typeof askOpening>[1];
const upgrade: Upgrade = { token: "t", origin: null, host: "localhost" };

function ask(answer: () => Response | Promise<Response>, some: Partial<Upgrade> = {}) {
  const asked: { url: string; init: RequestInit }[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    asked.push({ url, init });
    return answer();
  };
  return { asked, outcome: askOpening({ fetch, web: "http://web", secret: "s" }, { ...upgrade, ...some }) };
}

test("the question carries the secret in a header and the token in the body, never in the address", async () => {
  const { asked, outcome } = ask(() => Response.json(factsOf(person(1))));
  expect(await outcome).toEqual({ facts: factsOf(person(1)) });
  expect(asked[0]!.url).toBe(`http://web${openPath}`);
  expect(asked[0]!.init.headers).toMatchObject({ [secretHeader]: "s" });
  expect(JSON.parse(String(asked[0]!.init.body))).toEqual(upgrade);
});

test("a web application that is gone or answers nonsense makes the client try again", async () => {
  const answers = [
    () => Promise.reject(new Error("refused")),
    () => new Response("<html>", { status: 200 }),
    () => Response.json({ ...factsOf(person(1)), stream_position: -1 }),
    () => Response.json({ error: { code: "made up", message: "" } }, { status: 502 }),
  ];
  for (const answer of answers) expect(await ask(answer).outcome).toEqual({ code: 1013, reason: "SW_UNAVAILABLE" });
});

test("a fault between the party and the web application is not blamed on the token", async () => {
  const codes = ["x".repeat(500), "constructor", "SW_NOT_FOUND"];
  for (const code of codes) {
    const answer = () => Response.json({ error: { code, message: "" } }, { status: 404 });
    expect(await ask(answer).outcome).toEqual({ code: 1013, reason: "SW_UNAVAILABLE" });
  }
});

test("an upgrade without a host is refused without asking", async () => {
  const { asked, outcome } = ask(() => Response.json({}), { host: null });
  expect(await outcome).toMatchObject({ code: 4001 });
  expect(asked).toEqual([]);
});
