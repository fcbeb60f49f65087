import { expect, test } from "vitest";
import { actionWords, auditSentence } from "#/client/admin/audit-words.ts";
import { auditActions } from "#/domain/admin/actions.ts";
import type { AuditEntry } from "#/domain/admin/schema.ts";

const names: Record<string, string> = { ana: "Ana", bram: "Bram" };
const nameOf = (id: string) => names[id];

const entry = (action: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  id: "1",
  at: "2026-11-21T10:00:00.000Z",
  actor_id: "ana",
  actor_name: "Ana",
  action,
  target_type: "participant",
  target_id: "bram",
  details: {},
  address: "203.0.113.7",
  ...more,
});
const own = { target_id: "ana" };

test.each([
  [entry("account.registered", own), "Ana made their account"],
  [entry("account.registered", { actor_id: null, actor_name: null }), "Bram made their account"],
  [entry("account.invited"), "Ana invited Bram"],
  [entry("account.deactivated"), "Ana deactivated Bram"],
  [entry("account.deactivated", { actor_id: null, actor_name: null }), "The operator deactivated Bram"],
  [entry("account.roles_changed", { details: { before: [], after: ["admin"] } }), "Ana made Bram an admin"],
  [entry("account.roles_changed", { ...own, details: { before: ["owner"], after: [] } }), "Ana became a member"],
  [
    entry("account.roles_changed", { actor_id: null, actor_name: null, details: { after: ["owner"], by: "provider" } }),
    "The identity provider made Bram an owner",
  ],
  [entry("account.sessions_ended", { details: { ended: 1 } }), "Ana signed Bram out of 1 session"],
  [entry("account.sessions_ended", { ...own, details: { ended: 3 } }), "Ana signed themselves out of 3 sessions"],
  [
    entry("account.provider_linked", { ...own, details: { issuer: "https://id.example/realm" } }),
    "Ana now signs in with id.example",
  ],
  [
    entry("token.created", { details: { scopes: ["read", "write"] } }),
    "Ana made an access token that may read and write",
  ],
  [
    entry("settings.changed", {
      details: {
        registration: { before: "closed", after: "open" },
        password_grant_enabled: { before: true, after: false },
      },
    }),
    "Ana changed who may register to “open”, programs' passwords to off",
  ],
  [
    entry("settings.changed", { details: { registration_domains: { before: ["a.example"], after: [] } } }),
    "Ana changed the mail domains to none",
  ],
] as const)("%o reads as a sentence", (given, sentence) => {
  expect(auditSentence(given, nameOf)).toBe(sentence);
});

test("every action has a sentence of its own, whatever its details are", () => {
  const sentences = auditActions.flatMap((action) =>
    [{}, { after: 1, ended: "x", scopes: 7, issuer: "no", event_type: {} }].map((details) =>
      auditSentence(entry(action, { details, target_id: "unknown" }), nameOf),
    ),
  );
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z][^.]+[a-z0-9”]$/);
  expect(sentences.join()).not.toMatch(/undefined|null|NaN|\[object|account\.|token\./);
  expect(new Set(sentences).size).toBeGreaterThanOrEqual(auditActions.length - 1);
});

test("an entry of a later version is still told", () => {
  expect(auditSentence(entry("moon.landed"), nameOf)).toBe("Ana: moon.landed");
});

test("every action is named where one chooses, each differently", () => {
  expect(new Set(Object.values(actionWords)).size).toBe(auditActions.length);
});
