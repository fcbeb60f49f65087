import { afterAll, beforeAll, expect } from "vitest";
import { asking, partsOf } from "../../src/server/ports/inference/contract.ts";
import { gatewayBase } from "../../src/server/ports/inference/gateway-address.ts";
import { OpenAiGateway } from "../../src/server/ports/inference/openai.ts";
import type { GatewayLimits } from "../../src/server/ports/inference/patience.ts";
import type { ChatPart, ChatRequest, InferenceError } from "../../src/server/ports/inference/port.ts";
import { type Answer, type Gateway, startGateway } from "./gateway.ts";

export const never = new AbortController().signal;
export const model = "test/large";
export const key = "sgk_0123456789abcdef0123456789abcdef";

/** Our side of a gateway that answers as a test tells it, one for all tests of a file. */
export function setGateway() {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  function reach(limits: Partial<GatewayLimits> = {}, url = gateway.url): OpenAiGateway {
    return new OpenAiGateway({ base: gatewayBase(url, "anywhere"), reach: "anywhere", token: async () => key, limits });
  }

  function ask(answer: Answer, limits?: Partial<GatewayLimits>, more?: Partial<ChatRequest>): Promise<ChatPart[]> {
    gateway.next(answer);
    return partsOf(reach(limits).chat(asking(model, "Good morning.", more), never));
  }

  /** What went wrong, which tells neither the key nor the address. */
  async function fault(answer: Answer, limits?: Partial<GatewayLimits>): Promise<InferenceError> {
    const error = await ask(answer, limits).catch((reason: unknown) => reason);
    expect(error).toHaveProperty("name", "InferenceError");
    const { message } = error as InferenceError;
    expect(message).not.toContain(key);
    expect(message).not.toContain("127.0.0.1");
    return error as InferenceError;
  }

  return { gateway: () => gateway, reach, ask, fault };
}
