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
  SW_AUTH_BAD_CREDENTIALS: [401, "The name or the password is wrong."],
  SW_AUTH_INSUFFICIENT_SCOPE: [403, "This token doesn't have the scope for this."],
  SW_AUTH_NEEDS_SESSION: [403, "Sign in with a browser to do this; a personal token can't."],
  SW_AUTH_OIDC_FAILED: [400, "Signing in with the provider failed. Try again."],
  SW_AUTH_REDIRECT_MISMATCH: [400, "The redirect address is not the one of this server."],
  SW_AUTH_REGISTRATION_CLOSED: [403, "This server takes new people by invitation only."],
  SW_AUTH_GRANT_DISABLED: [403, "Signing in with a password is turned off for programs."],
  SW_AUTH_WEAK_PASSWORD: [400, "Choose a longer or less common password."],
  SW_AUTH_LINK_INVALID: [400, "This link was used already or has expired."],
  SW_AUTH_SETUP_CODE: [403, "The setup code is wrong or was used already."],
  SW_AUTH_DEACTIVATED: [403, "This account is deactivated."],
  SW_TENANT_NOT_FOUND: [404, "No server answers at this address."],
  SW_TENANT_CAPACITY: [409, "A limit of this server is reached."],
  SW_PARTICIPANT_NOT_FOUND: [404, "This person can't be found."],
  SW_PARTICIPANT_FORBIDDEN: [403, "Only someone with a higher role can do this to them."],
  SW_TENANT_NEEDS_OWNER: [403, "A server keeps at least one owner."],
  SW_NAME_TAKEN: [409, "Someone here has this short name already."],
  SW_EMAIL_TAKEN: [409, "Someone here has this mail address already."],
  SW_SESSION_NOT_FOUND: [404, "This session can't be found."],
  SW_TOKEN_NOT_FOUND: [404, "This token can't be found."],
  SW_GROUP_NOT_FOUND: [404, "This group can't be found."],
  SW_WORKSPACE_NOT_FOUND: [404, "This workspace can't be found."],
  SW_WORKSPACE_FORBIDDEN: [403, "Your role in this workspace doesn't allow this."],
  SW_WORKSPACE_NEEDS_OWNER: [403, "A workspace keeps at least one owner."],
  SW_WORKSPACE_SLUG_TAKEN: [409, "Another workspace has this address."],
  SW_NOT_MEMBER: [403, "Join the room to do this."],
  SW_ROOM_NOT_FOUND: [404, "This room can't be found."],
  SW_ROOM_FORBIDDEN: [403, "Your power level in this room doesn't allow this."],
  SW_ROOM_NEEDS_ADMIN: [403, "A room keeps at least one administrator. Make someone else one first."],
  SW_ROOM_ALIAS_TAKEN: [409, "Another room has this address."],
  SW_INVITE_LINK_INVALID: [404, "This invitation link doesn't work, or no longer does."],
  SW_ROOM_FROZEN: [409, "This room is archived or closed."],
  SW_ROOM_TYPE_INVARIANT: [400, "Rooms of this type don't allow this."],
  SW_ROOM_CAPACITY: [409, "The room has reached its limit of members."],
  SW_EVENT_NOT_FOUND: [404, "This message can't be found."],
  SW_EVENT_FORBIDDEN: [403, "Only the author may edit a message."],
  SW_EVENT_TOO_OLD_TO_EDIT: [409, "Messages can be edited for 24 hours."],
  SW_REDACT_FORBIDDEN: [403, "You may not remove this message."],
  SW_REPORT_NOT_FOUND: [404, "This report can't be found."],
  SW_CONTENT_TOO_LARGE: [413, "The message is over 64 KB."],
  SW_BODY_TOO_LARGE: [413, "The request is over 256 KB."],
  SW_NOTE_NOT_FOUND: [404, "This note can't be found."],
  SW_NOTE_FORBIDDEN: [403, "Your role in this workspace doesn't allow this."],
  SW_NOTE_CONFLICT: [409, "The note has changed since the version you started from."],
  SW_NOTE_QUOTA_EXCEEDED: [409, "This server's limit of notes is reached."],
  SW_NOTE_TOO_LARGE: [413, "The note is over 1 MB."],
  SW_NOTE_ARCHIVED: [409, "This note is archived. Restore it to change it."],
  SW_NOTE_UPDATE_INVALID: [400, "These changes can't be read."],
  SW_NOTE_VERSION_NOT_FOUND: [404, "This version can't be found."],
  SW_COMMENT_NOT_FOUND: [404, "This comment can't be found."],
  SW_SUGGESTION_NOT_FOUND: [404, "This suggestion can't be found."],
  SW_TODO_NOT_FOUND: [404, "This todo can't be found."],
  SW_ALIAS_TAKEN: [409, "Another note of this workspace has this name."],
  SW_QUERY_INVALID: [400, "This query can't be understood."],
  SW_IMPORT_INVALID: [400, "This is not a zip file of notes."],
  SW_IMPORT_TOO_LARGE: [413, "An import can have 2,000 notes and 200 MB."],
  SW_MEDIA_NOT_FOUND: [404, "This file can't be found."],
  SW_MEDIA_TYPE: [415, "Only pictures can be added: PNG, JPEG, GIF, WebP or AVIF."],
  SW_MEDIA_TOO_LARGE: [413, "Pictures can have at most 10 MB and 50 megapixels."],
  SW_AI_NOT_FOUND: [404, "This AI can't be found."],
  SW_AI_NO_TOKEN: [503, "The AI gateway has no valid key."],
  SW_AI_BUDGET_EXCEEDED: [409, "The token budget of this month is used up."],
  SW_AI_BUSY: [409, "This AI is answering here already."],
  SW_AI_MODEL_NOT_FOUND: [404, "The gateway doesn't have this model."],
  SW_AI_UNAVAILABLE: [503, "The AI gateway doesn't answer."],
  SW_AI_RATE_LIMITED: [429, "The AI gateway wants to be asked more slowly."],
  SW_AI_REFUSED: [502, "The AI gateway refused the request."],
  SW_AI_CONNECTION_LOST: [502, "The connection to the AI was lost in the middle of its answer."],
  SW_AI_HELD: [409, "The AIs talk among themselves; a person has to go on."],
  SW_AI_ROOM_SPENT: [429, "The AIs of this room have used very many tokens in the last ten minutes. Ask again later."],
  SW_AI_TURN_NOT_FOUND: [404, "This answer can't be found."],
  SW_AI_APPROVAL_VOID: [409, "This approval was decided, has expired or was called off."],
  SW_MEMORY_NOT_FOUND: [404, "This memory can't be found."],
  SW_PLUGIN_NOT_FOUND: [404, "This plugin can't be found."],
  SW_COMMAND_INVALID: [400, "This command can't be used like that."],
  SW_IDEMPOTENCY_CONFLICT: [409, "This key was used for something else."],
  SW_RATE_LIMIT_EXCEEDED: [429, "Too many requests. Try again shortly."],
  SW_WEBHOOK_SIGNATURE: [401, "The signature of the delivery is wrong or too old."],
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
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | undefined;
  /** What a program needs to go on; it is sent as it is. */
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: ErrorCode,
    detail?: string,
    options?: { cause?: unknown; retryAfter?: number; details?: Readonly<Record<string, unknown>> },
  ) {
    super(detail ?? errorTable[code][1], options);
    this.code = code;
    this.detail = detail;
    this.retryAfter = options?.retryAfter;
    this.details = options?.details;
  }

  get status(): number {
    return errorTable[this.code][0];
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === "string" && Object.hasOwn(errorTable, value);
}
