export type DemoPerson = { local_id: string; display_name: string; admin?: boolean };
export type DemoTenant = {
  slug: string;
  name: string;
  workspace: string;
  people: DemoPerson[];
  /** Whether its workspace has notes. */
  withNotes?: boolean;
  /** A room that an assistant is in. */
  withAi?: { name: string; topic: string; members: string[] };
};

/** The first person of a tenant is its administrator and stands in for mock bearers. */
export const linden: DemoTenant = {
  slug: "linden",
  name: "Linden",
  workspace: "Linden",
  people: [
    { local_id: "ana", display_name: "Ana de Vries", admin: true },
    { local_id: "bram", display_name: "Bram Okafor" },
    { local_id: "chloe", display_name: "Chloé Martin" },
    { local_id: "dev", display_name: "Dev Raman" },
    { local_id: "eva", display_name: "Eva Lindqvist" },
    { local_id: "farid", display_name: "Farid Haddad" },
  ],
  withNotes: true,
  withAi: { name: "with-mira", topic: "Write @mira and she answers", members: ["ana", "bram", "chloe"] },
};

export const acme: DemoTenant = {
  slug: "acme",
  name: "Acme",
  workspace: "Acme",
  people: [
    { local_id: "rosa", display_name: "Rosa Marten", admin: true },
    { local_id: "sven", display_name: "Sven Dahl" },
    { local_id: "ana", display_name: "Ana Bell" },
  ],
};
