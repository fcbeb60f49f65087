import { createRoom } from "../../src/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom } from "../../src/server/rooms/membership.ts";
import { AiProcess } from "./ai-stage.ts";
import { addAi } from "./ai-world.ts";
import { makeWorld, type Person, type World } from "./world.ts";

/** Ana, Ben and an AI, with a process that answers for it and as many more as a test wants. */
export class Answering {
  readonly world: World;
  readonly ana: Person;
  readonly ben: Person;
  readonly bot: Person;
  readonly web: AiProcess;
  readonly #processes: AiProcess[] = [];

  constructor(world: World, people: { ana: Person; ben: Person; bot: Person }) {
    this.world = world;
    ({ ana: this.ana, ben: this.ben, bot: this.bot } = people);
    this.web = this.another();
    this.web.start();
  }

  /** A process that is not started yet. */
  another(): AiProcess {
    const made = new AiProcess(this.world);
    this.#processes.push(made);
    return made;
  }

  /** A room of Ana's with Ben and these AIs, which answer everything. */
  async roomWith(...ais: Person[]): Promise<string> {
    const { id } = await createRoom(this.ana.ctx, { name: "talk" });
    await inviteToRoom(this.ana.ctx, { room_id: id, participant_id: this.ben.participant.id });
    await joinRoom(this.ben.ctx, { room_id: id });
    for (const ai of ais) await inviteToRoom(this.web.as(this.ana), { room_id: id, participant_id: ai.participant.id });
    return id;
  }

  async end(): Promise<void> {
    await Promise.all(this.#processes.map((each) => each.end()));
    await this.world.drop();
  }
}

export async function setAnswering(): Promise<Answering> {
  const world = await makeWorld();
  const [ana, ben] = [await world.person("ana"), await world.person("ben")];
  return new Answering(world, { ana, ben, bot: await addAi(world, "bot") });
}
