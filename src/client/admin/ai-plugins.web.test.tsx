import { cleanup, fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, expect, test, vi } from "vitest";
import { AiPluginsPage } from "#/client/admin/ai-plugins-page.tsx";
import { showInSettings } from "#/client/shell/testing/settings.tsx";
import type { PluginInfo } from "#/domain/ai/tool-inputs.ts";
import { SwError } from "#/domain/errors.ts";

afterEach(cleanup);

const plugin = (id: string, name: string): PluginInfo => ({
  id,
  name,
  version: "1.0.0",
  description: "Does one thing.",
  permissions: [],
  scope: "private",
  enabled: true,
  tools: [],
});

function show(toggle: (input: object) => Promise<unknown>) {
  const plugins = [plugin("scaiwave.calculator", "Calculator"), plugin("scaiwave.web", "Web")];
  showInSettings("/admin/ai/plugins", () => (
    <AiPluginsPage plugins={{ ok: true, value: plugins }} again={() => {}} toggle={toggle} />
  ));
}

test("a toggle that is refused says why beside the plugin that was meant, and no other", async () => {
  const toggle = vi.fn(async () => {
    throw new SwError("SW_PLUGIN_NOT_FOUND");
  });
  show(toggle);
  fireEvent.click(screen.getAllByRole("switch")[1]!);
  const problem = await screen.findByRole("alert");
  expect(screen.getAllByRole("alert")).toHaveLength(1);
  expect(toggle).toHaveBeenCalledWith({ plugin_id: "scaiwave.web", enabled: false });
  const [calculator, web] = screen.getAllByText(/^(Calculator|Web)$/);
  expect(calculator!.compareDocumentPosition(problem) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(web!.compareDocumentPosition(problem) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
});

test("a toggle that is done says nothing of the kind", async () => {
  const toggle = vi.fn(async () => undefined);
  show(toggle);
  fireEvent.click(screen.getAllByRole("switch")[0]!);
  await waitFor(() => expect(toggle).toHaveBeenCalled());
  expect(screen.queryByRole("alert")).toBeNull();
});
