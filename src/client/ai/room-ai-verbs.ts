import { createSignal } from "solid-js";
import { createDeed } from "#/client/shell/deed.ts";
import { createSaved } from "#/client/shell/setting.tsx";
import { api } from "#/client/sync/api.ts";
import type { RoomAiOverview } from "#/domain/ai/settings.ts";
import type { EngagementMode, ResponseMode } from "#/domain/workspaces/schema.ts";

/** What can be set about AIs in a room; each is told as saved, or refused, where it was asked. */
export function createRoomAiVerbs(roomId: () => string, onChanged: (now: RoomAiOverview) => void) {
  const deed = createDeed();
  const saved = createSaved();
  const [asked, setAsked] = createSignal<string>();

  async function run(what: string, work: () => Promise<RoomAiOverview>): Promise<boolean> {
    setAsked(what);
    const isDone = await deed.run(async () => onChanged(await work()), what);
    if (isDone) saved.say(what);
    return isDone;
  }

  return {
    saved,
    problemOf: (what: string) => (asked() === what ? deed.problem() : undefined),
    engage: (what: string, participant_id: string | null, mode: EngagementMode | "default", keywords?: string[]) =>
      run(what, () =>
        api.ai.setEngagement.mutate({ room_id: roomId(), participant_id, mode, ...(keywords ? { keywords } : {}) }),
      ),
    respond: (what: string, participant_id: string | null, mode: ResponseMode | null) =>
      run(what, () => api.ai.setResponseMode.mutate({ room_id: roomId(), participant_id, mode })),
    prompt: (what: string, participant_id: string, system_prompt: string | null) =>
      run(what, () => api.ai.setPrompt.mutate({ room_id: roomId(), participant_id, system_prompt })),
    temperature: (what: string, participant_id: string, temperature: number | null) =>
      run(what, () => api.ai.setTemperature.mutate({ room_id: roomId(), participant_id, temperature })),
  };
}

export type RoomAiVerbs = ReturnType<typeof createRoomAiVerbs>;
