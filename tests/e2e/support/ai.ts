import type { Locator, Page } from "playwright";
import type { Message } from "../../../src/domain/messages/message.ts";
import type { Overview } from "../../../src/domain/views/state.ts";
import { until } from "../../start/instance.ts";
import { Dictation } from "../../support/dictation.ts";
import { type Gateway, startGateway } from "../../support/gateway.ts";
import { call, type Session } from "./http.ts";
import { acme, makeRoom, type Room, signInByForm } from "./world.ts";

/** The second tenant, whose AIs ask a gateway that says what a journey writes for it. */
export class AiStage {
  readonly gateway: Gateway;
  readonly rosa: Session;
  readonly sven: Session;
  readonly mira: string;
  readonly abacus: string;

  private constructor(
    gateway: Gateway,
    people: { rosa: Session; sven: Session },
    ids: Readonly<Record<string, string>>,
  ) {
    this.gateway = gateway;
    this.rosa = people.rosa;
    this.sven = people.sven;
    this.mira = ids.mira!;
    this.abacus = ids.abacus!;
  }

  static async open(): Promise<AiStage> {
    const [gateway, rosa, sven] = await Promise.all([
      startGateway(),
      signInByForm("rosa", acme),
      signInByForm("sven", acme),
    ]);
    const { participants } = await call<Overview>(rosa, "views.overview");
    const ids = Object.fromEntries(Object.values(participants).map((each) => [each.local_id, each.id]));
    await call(rosa, "aiAdmin.updateSettings", { gateway_url: gateway.url, default_model: "test/large" });
    return new AiStage(gateway, { rosa, sven }, ids);
  }

  async close(): Promise<void> {
    await call(this.rosa, "aiAdmin.updateSettings", { gateway_url: null, default_model: null });
    await this.gateway.stop();
  }

  /** A room of Rosa's with Sven and these AIs, who answer when they are named. */
  async room(purpose: string, ais: readonly string[] = [this.mira], mode = "streaming"): Promise<Room> {
    const room = await makeRoom([this.rosa, this.sven], purpose);
    for (const participant_id of ais) {
      await call(this.rosa, "rooms.invite", { room_id: room.id, participant_id });
      await call(this.rosa, "ai.setEngagement", { room_id: room.id, participant_id, mode: "mention" });
    }
    await call(this.rosa, "ai.setResponseMode", { room_id: room.id, mode });
    return room;
  }

  /** The next answer, word by word as the journey says it. */
  dictate(): Dictation {
    const dictation = new Dictation();
    this.gateway.next(dictation.answer);
    return dictation;
  }

  /** How often a model was asked. */
  asked(): number {
    return this.gateway.heard.filter(({ path }) => path.endsWith("/chat/completions")).length;
  }
}

/** What an AI says in a room, from its first message on. */
export function answers(page: Page, name = "Mira"): Locator {
  return page.getByRole("main").getByRole("article", { name: new RegExp(`^${name}, AI assistant`) });
}

/** The answer that is being written, and the same once it is whole. */
export function answer(page: Page, name?: string): Locator {
  return answers(page, name).last();
}

/** The words of an answer, without what stands around them. */
export async function wordsOf(article: Locator): Promise<string> {
  return (await article.locator('[class*="markdown"]').first().textContent()) ?? "";
}

export async function finished(page: Page, name?: string): Promise<void> {
  const article = answer(page, name);
  await until(
    async () => (/^m-[0-9a-f]/.test((await article.getAttribute("id")) ?? "") ? true : undefined),
    30_000,
    () => `The answer on ${page.url()} is not whole.`,
  );
}

export async function messagesOf(session: Session, room: Pick<Room, "id">): Promise<Message[]> {
  const { messages } = await call<{ messages: Message[] }>(session, "messages.list", { room_id: room.id });
  return messages;
}
