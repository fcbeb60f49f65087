import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { afterEach, expect, test } from "vitest";
import { Avatar } from "./avatar.tsx";
import { MemberRow } from "./member-row.tsx";
import type { Person } from "./person.ts";

afterEach(cleanup);

const ana: Person = { id: "a", name: "Ana de Vries", kind: "person" };
const mira: Person = { id: "m", name: "Mira", kind: "ai" };

test("a person is a circle with a presence, an AI a squircle with an engagement", () => {
  render(() => <Avatar person={ana} presence="idle" engagement="always" named />);
  const person = screen.getByRole("img", { name: "Ana de Vries, idle" });
  expect(person.dataset.kind).toBe("person");
  expect(person.querySelector("[data-presence='idle']")).not.toBeNull();
  expect(person.querySelector("[data-engagement]")).toBeNull();
  cleanup();
  render(() => <Avatar person={mira} presence="online" engagement="partial" named />);
  const ai = screen.getByRole("img", { name: "Mira, AI assistant, answers when mentioned" });
  expect(ai.dataset.kind).toBe("ai");
  expect(ai.querySelector("[data-presence]")).toBeNull();
  expect(ai.querySelector("[data-engagement='partial']")).not.toBeNull();
});

test("every presence has a shape of its own", () => {
  const shapes = (["online", "idle", "busy", "offline"] as const).map((presence) => {
    const { container } = render(() => <Avatar person={ana} presence={presence} />);
    const shape = container.querySelector("svg")?.innerHTML;
    cleanup();
    return shape;
  });
  expect(new Set(shapes).size).toBe(4);
});

test("a picture that does not load gives way to initials", () => {
  const { container } = render(() => <Avatar person={{ ...ana, avatarUrl: "/gone.png" }} />);
  const picture = container.querySelector("img");
  expect(picture).not.toBeNull();
  fireEvent.error(picture as Element);
  expect(container.querySelector("img")).toBeNull();
  expect(container.querySelector("[data-initials]")?.getAttribute("data-initials")).toBe("AV");
});

test("a member row says who, how present, and in what role", () => {
  render(() => <MemberRow person={ana} presence="busy" tag="Admin" status={{ emoji: "🏠", text: "At home" }} />);
  expect(screen.getByRole("button", { name: "Ana de Vries, busy, At home, Admin" })).toBeDefined();
});
