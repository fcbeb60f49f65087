import * as z from "zod/mini";
import { scopes } from "#/domain/identity/scopes.ts";
import { id, localId } from "#/domain/ids.ts";
import { displayName } from "#/domain/participants/inputs.ts";
import { name } from "#/domain/text.ts";

/** Longer ones are refused before they are hashed, so that hashing has a bound. Counted in UTF-16 units. */
export const maxPasswordLength = 1_000;
export const minPasswordLength = 10;

/** Compared in lower case. Only a form that a mail can be sent to; whether it arrives shows whether it exists. */
export const email = z.pipe(
  z.pipe(
    z.string().check(z.maxLength(320)),
    z.transform((text: string) => text.normalize("NFC").trim().toLowerCase()),
  ),
  z
    .string()
    .check(
      z.regex(
        /^[^\s@"(),:;<>[\\\]\p{Cc}]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\.[a-z]{2,63}$/u,
        "Write a mail address.",
      ),
    ),
);

/** Not trimmed and not normalised beyond NFC: it is what was typed. Whether it is good enough `passwordProblem` says. */
export const newPassword = z.string().check(z.minLength(1), z.maxLength(maxPasswordLength));
/** An old one may break today's rules. */
export const givenPassword = z.string().check(z.minLength(1), z.maxLength(maxPasswordLength));

/** `login` is a short name or a mail address. */
export const signInInput = z.strictObject({
  login: z.string().check(z.minLength(1), z.maxLength(320)),
  password: givenPassword,
});
/** Asks for a mail whose link proves the address; the answer never tells whether somebody has it already. */
export const registerInput = z.strictObject({ email });
const person = { display_name: displayName, local_id: localId, password: newPassword };
/** `link` is the secret of the mail: of a registration. */
export const completeRegistrationInput = z.strictObject({ link: z.string().check(z.maxLength(100)), ...person });
/** The first owner of a production instance, with the code that its first start printed. */
export const setupInput = z.strictObject({ code: z.string().check(z.maxLength(100)), email, ...person });
export const forgotPasswordInput = z.strictObject({ email });
/** `link` is the secret of the mail: of a reset or of an invitation. */
export const resetPasswordInput = z.strictObject({ link: z.string().check(z.maxLength(100)), password: newPassword });
export const changePasswordInput = z.strictObject({ current_password: givenPassword, new_password: newPassword });

export const endSessionInput = z.strictObject({ session_id: id });
export const createTokenInput = z.strictObject({
  name: name(80),
  scopes: z.array(z.enum(scopes)).check(z.minLength(1), z.maxLength(scopes.length)),
  /** Null lives until it is revoked. */
  expires_in_days: z.nullable(z.int().check(z.minimum(1), z.maximum(3650))),
});
export const revokeTokenInput = z.strictObject({ token_id: id });

export type SignInInput = z.infer<typeof signInInput>;
export type RegisterInput = z.infer<typeof registerInput>;
export type CompleteRegistrationInput = z.infer<typeof completeRegistrationInput>;
export type SetupInput = z.infer<typeof setupInput>;
export type ForgotPasswordInput = z.infer<typeof forgotPasswordInput>;
export type ResetPasswordInput = z.infer<typeof resetPasswordInput>;
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;
export type EndSessionInput = z.infer<typeof endSessionInput>;
export type CreateTokenInput = z.infer<typeof createTokenInput>;
export type RevokeTokenInput = z.infer<typeof revokeTokenInput>;
