import { isRecord, NotAnAnswer } from "#/server/ports/inference/chat-answer.ts";
import { at } from "#/server/ports/inference/gateway-address.ts";
import { InferenceError, type ModelInfo } from "#/server/ports/inference/port.ts";

const maxPages = 10;
const pageSize = 200;
const maxModels = 1_000;
const maxId = 200;

/** Below its OpenAI layer, ScaiGrid tells more of its models than that layer can say. */
const scaigridLayer = /\/oai\/v1$/;

/** The models that a gateway lists, by their ids; `ask` gets the JSON at an address. */
export async function listModels(base: URL, ask: (url: URL) => Promise<unknown>): Promise<ModelInfo[]> {
  if (scaigridLayer.test(base.pathname)) {
    const own = new URL(base);
    own.pathname = base.pathname.replace(scaigridLayer, "/v1/models");
    const told = await scaigridModels(own, ask).catch((error: unknown) => {
      if (error instanceof InferenceError && error.code === "SW_AI_NO_TOKEN") throw error;
      return null;
    });
    if (told) return told;
  }
  const json = await ask(at(base, "models"));
  const list = isRecord(json) ? (itemsOf(json) ?? json.data) : json;
  if (!Array.isArray(list)) throw new NotAnAnswer();
  return modelsOf(list);
}

async function scaigridModels(url: URL, ask: (url: URL) => Promise<unknown>): Promise<ModelInfo[] | null> {
  const all: unknown[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const next = new URL(url);
    next.searchParams.set("limit", String(pageSize));
    if (cursor !== null) next.searchParams.set("cursor", cursor);
    const json = await ask(next);
    const items = isRecord(json) ? itemsOf(json) : undefined;
    if (!items) return null;
    all.push(...items);
    const following = cursorOf(json as Record<string, unknown>);
    if (following === null || following === cursor || items.length === 0) break;
    cursor = following;
  }
  return modelsOf(all);
}

function itemsOf(json: Record<string, unknown>): unknown[] | undefined {
  const data = json.data;
  return isRecord(data) && Array.isArray(data.items) ? data.items : undefined;
}

function cursorOf(json: Record<string, unknown>): string | null {
  for (const place of [json.meta, json.data]) {
    if (!isRecord(place)) continue;
    const told = place.next_cursor ?? place.cursor;
    if (typeof told === "string" && told !== "" && told.length <= 2_000) return told;
  }
  return null;
}

function modelsOf(list: readonly unknown[]): ModelInfo[] {
  const models = new Map<string, ModelInfo>();
  for (const entry of list.slice(0, maxModels)) {
    const model = isRecord(entry) ? modelOf(entry) : null;
    if (model) models.set(model.id, model);
  }
  return [...models.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function modelOf(entry: Record<string, unknown>): ModelInfo | null {
  const told = entry.slug ?? entry.id;
  if (typeof told !== "string" || told === "" || told.length > maxId || /\p{Cc}/u.test(told)) return null;
  const id = told.toWellFormed();
  const name = entry.display_name ?? entry.name;
  const window = [entry.context_window, entry.context_length, entry.max_model_len, entry.max_context_length];
  return {
    id,
    name: typeof name === "string" && name.trim() ? name.slice(0, maxId).toWellFormed() : id,
    contextWindow: window.map(tokens).find((count) => count !== null) ?? null,
    maxOutputTokens: tokens(entry.max_output_tokens),
    modality: modalityOf(entry.modality, id),
  };
}

function tokens(told: unknown): number | null {
  return Number.isSafeInteger(told) && (told as number) > 0 ? Math.min(told as number, 100_000_000) : null;
}

/** OpenAI's own list does not tell; there, the name does. */
function modalityOf(told: unknown, id: string): ModelInfo["modality"] {
  if (told === "chat" || told === "embedding") return told;
  if (typeof told === "string") return "other";
  if (/embed/i.test(id)) return "embedding";
  return /whisper|\btts\b|dall-e|image|moderation|transcribe|rerank/i.test(id) ? "other" : "chat";
}
