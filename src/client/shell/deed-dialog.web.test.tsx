import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { DeedDialog, type DeedDialogProps } from "#/client/shell/deed-dialog.tsx";
import { installTopLayer } from "#/client/ui/overlays/jsdom-top-layer.ts";

beforeAll(installTopLayer);
afterEach(cleanup);

const verb = () => screen.getByRole("button", { name: /^Save/ });
const field = () => screen.getByRole("textbox", { name: "Name" });

function show(more: Pick<DeedDialogProps, "onDo"> & Partial<DeedDialogProps>): void {
  render(() => (
    <DeedDialog title="Name" verb="Save" busyLabel="Saving" onClose={() => {}} {...more}>
      <input aria-label="Name" />
    </DeedDialog>
  ));
}

test("a second press while the first runs asks nothing", async () => {
  const done = Promise.withResolvers<void>();
  const onDo = vi.fn(() => done.promise);
  show({ onDo });
  fireEvent.submit(field());
  fireEvent.submit(field());
  expect(onDo).toHaveBeenCalledOnce();
  done.resolve();
});

test("a refusal is told in the dialog, and goes when it is tried again", async () => {
  const onDo = vi.fn<DeedDialogProps["onDo"]>().mockRejectedValueOnce(new Error("no answer"));
  onDo.mockReturnValueOnce(new Promise(() => {}));
  show({ onDo });
  fireEvent.submit(field());
  expect((await screen.findByRole("alert")).textContent).toBe("The server is starting or restarting.");
  fireEvent.submit(field());
  expect(screen.queryByRole("alert")).toBeNull();
});

test("what is not filled in well is not asked, and the button stays ready", () => {
  show({ onDo: () => undefined });
  fireEvent.submit(field());
  expect(verb().getAttribute("aria-busy")).not.toBe("true");
});

test("a dangerous verb begins on Cancel and is not done by Enter in a field", () => {
  const onDo = vi.fn(async () => undefined);
  show({ onDo, danger: true });
  expect(screen.getByRole("button", { name: "Cancel" }).hasAttribute("autofocus")).toBe(true);
  fireEvent.submit(field());
  expect(onDo).not.toHaveBeenCalled();
  fireEvent.click(verb());
  expect(onDo).toHaveBeenCalledOnce();
});
