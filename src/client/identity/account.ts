import { api } from "#/client/sync/api.ts";
import type { ChangePasswordInput, CreateTokenInput } from "#/domain/identity/inputs.ts";
import type { NewPersonalToken } from "#/domain/identity/schema.ts";

/** What one does to one's own account. The screens take it as an argument, so that a test can be the server. */
export type Account = {
  changePassword(input: ChangePasswordInput): Promise<unknown>;
  endSession(sessionId: string): Promise<unknown>;
  endOtherSessions(): Promise<unknown>;
  createToken(input: CreateTokenInput): Promise<NewPersonalToken>;
  revokeToken(tokenId: string): Promise<unknown>;
};

export const account: Account = {
  changePassword: (input) => api.identity.changePassword.mutate(input),
  endSession: (session_id) => api.identity.endSession.mutate({ session_id }),
  endOtherSessions: () => api.identity.endOtherSessions.mutate(),
  createToken: (input) => api.identity.createToken.mutate(input),
  revokeToken: (token_id) => api.identity.revokeToken.mutate({ token_id }),
};
