import type { Person } from "../people/person.ts";

export const ana: Person = { id: "018f-ana", name: "Ana de Vries", kind: "person" };
export const bram: Person = { id: "018f-bram", name: "Bram Okafor", kind: "person" };
export const chen: Person = { id: "018f-chen", name: "Chen Li", kind: "person" };
export const dilan: Person = { id: "018f-dilan", name: "Dilan Şahin", kind: "person" };
export const grace: Person = { id: "018f-grace-2", name: "Grace Lindqvist", kind: "person" };
export const mira: Person = { id: "018f-mira", name: "Mira", kind: "ai" };
export const otto: Person = { id: "018f-otto", name: "Otto", kind: "ai" };

export const people: readonly Person[] = [ana, bram, chen, dilan, grace];
