/**
 * Every error code of the product with its HTTP status and the sentence a person may read.
 * Codes are stable: programs match on them, so an entry is never renamed or removed.
 */
export const errorTable = {
  SW_BAD_REQUEST: [400, "The request is not of the expected form."],
  SW_AUTH_INVALID_TOKEN: [401, "Sign in to continue."],
  SW_AUTH_EXPIRED_TOKEN: [401, "The session has expired. Sign in again."],
  SW_AUTH_INSUFFICIENT_PERMISSION: [403, "You don't have the right to do this."],
  SW_AUTH_TENANT_MISMATCH: [403, "This session belongs to another server."],
  SW_AUTH_BAD_ORIGIN: [403, "The request came from another site."],
  SW_TENANT_NOT_FOUND: [404, "No server answers at this address."],
  SW_TENANT_CAPACITY: [409, "A limit of this server is reached."],
  SW_PARTICIPANT_NOT_FOUND: [404, "This person can't be found."],
  SW_WORKSPACE_NOT_FOUND: [404, "This workspace can't be found."],
  SW_WORKSPACE_FORBIDDEN: [403, "Your role in this workspace doesn't allow this."],
  SW_WORKSPACE_NEEDS_OWNER: [403, "A workspace keeps at least one owner."],
  SW_WORKSPACE_SLUG_TAKEN: [409, "Another workspace has this address."],
  SW_NOT_MEMBER: [403, "Join the room to do this."],
  SW_ROOM_NOT_FOUND: [404, "This room can't be found."],
  SW_ROOM_FORBIDDEN: [403, "Your power level in this room doesn't allow this."],
  SW_ROOM_FROZEN: [409, "This room is archived or closed."],
  SW_ROOM_TYPE_INVARIANT: [400, "Rooms of this type don't allow this."],
  SW_ROOM_CAPACITY: [409, "The room has reached its limit of members."],
  SW_EVENT_NOT_FOUND: [404, "This message can't be found."],
  SW_EVENT_FORBIDDEN: [403, "Only the author may edit a message."],
  SW_EVENT_TOO_OLD_TO_EDIT: [409, "Messages can be edited for 24 hours."],
  SW_REDACT_FORBIDDEN: [403, "You may not remove this message."],
  SW_CONTENT_TOO_LARGE: [413, "The message is over 64 KB."],
  SW_BODY_TOO_LARGE: [413, "The request is over 256 KB."],
  SW_IDEMPOTENCY_CONFLICT: [409, "This key was used for something else."],
  SW_RATE_LIMIT_EXCEEDED: [429, "Too many requests. Try again shortly."],
  SW_FRAME_INVALID: [400, "The frame is not of a known form."],
  SW_NOT_FOUND: [404, "Nothing is here."],
  SW_METHOD_NOT_ALLOWED: [405, "This address doesn't take that method."],
  SW_UNAVAILABLE: [503, "The server is starting or restarting."],
  SW_INTERNAL: [500, "Something went wrong on the server."],
} as const satisfies Record<string, readonly [status: number, sentence: string]>;

export type ErrorCode = keyof typeof errorTable;

/** A refusal with a stable code. `detail` is shown to the person; the cause never leaves the server. */
export class SwError extends Error {
  override readonly name = "SwError";
  readonly code: ErrorCode;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, detail?: string, options?: { cause?: unknown }) {
    super(detail ?? errorTable[code][1], options);
    this.code = code;
    this.detail = detail;
  }

  get status(): number {
    return errorTable[this.code][0];
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === "string" && Object.hasOwn(errorTable, value);
}
