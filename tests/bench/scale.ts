/** How much of everything. The quick one only proves that the bench runs; its figures mean little. */
export type Scale = {
  readonly people: number;
  readonly rooms: number;
  readonly peopleInRoom: number;
  /** Messages of the latency measurement, and how many a second. */
  readonly latencyMessages: number;
  readonly latencyRate: number;
  readonly throughputMs: number;
  readonly fanOutSockets: number;
  readonly fanOutMessages: number;
  readonly pageLoads: number;
  readonly switches: number;
  readonly idleSockets: number;
  readonly stormSockets: number;
  /** Of the large tenant: rooms in one person's list, messages of one room, members of another. */
  readonly manyRooms: number;
  readonly manyMessages: number;
  readonly manyMembers: number;
  /** Answers of AIs at once, and how long each goes on. */
  readonly aiTurns: number;
  readonly aiSeconds: number;
  /** Who write in one note at once and for how long, and the history of a long one. */
  readonly noteEditors: number;
  readonly noteSeconds: number;
  readonly noteEdits: number;
};

export const full: Scale = {
  people: 100,
  rooms: 50,
  peopleInRoom: 20,
  latencyMessages: 1_000,
  latencyRate: 50,
  throughputMs: 5_000,
  fanOutSockets: 400,
  fanOutMessages: 500,
  pageLoads: 40,
  switches: 20,
  idleSockets: 1_000,
  stormSockets: 2_000,
  manyRooms: 200,
  manyMessages: 10_000,
  manyMembers: 5_000,
  aiTurns: 50,
  aiSeconds: 8,
  noteEditors: 20,
  noteSeconds: 10,
  noteEdits: 260_000,
};

export const quick: Scale = {
  people: 12,
  rooms: 4,
  peopleInRoom: 6,
  latencyMessages: 60,
  latencyRate: 30,
  throughputMs: 1_000,
  fanOutSockets: 24,
  fanOutMessages: 50,
  pageLoads: 5,
  switches: 4,
  idleSockets: 60,
  stormSockets: 60,
  manyRooms: 20,
  manyMessages: 400,
  manyMembers: 200,
  aiTurns: 5,
  aiSeconds: 2,
  noteEditors: 4,
  noteSeconds: 2,
  noteEdits: 5_000,
};
