import {
  completeRegistrationInput,
  forgotPasswordInput,
  registerInput,
  resetPasswordInput,
  setupInput,
} from "#/domain/identity/inputs.ts";
import { enter, formDoor, seeOther } from "#/server/api/form-door.ts";
import { makeFirstOwner } from "#/server/identity/first-owner.ts";
import { askToRegister, completeRegistration } from "#/server/identity/register.ts";
import { forgotPassword, resetPassword } from "#/server/identity/reset-password.ts";

/** `POST /auth/register`: asks for a mail with a link. The answer is the same whoever has the address. */
export function answerRegister(request: Request): Promise<Response> {
  return formDoor(request, {
    input: registerInput,
    fields: ["email"],
    page: "/register",
    kept: ["email"],
    async handle(ctx, input) {
      await askToRegister(ctx.app, ctx.tenant, input, ctx.address);
      return seeOther("/register?notice=mail-sent");
    },
  });
}

/** `POST /auth/complete-registration`: makes the account of whoever holds the mailed link, and signs them in. */
export function answerCompleteRegistration(request: Request): Promise<Response> {
  return formDoor(request, {
    input: completeRegistrationInput,
    fields: ["link", "display_name", "local_id", "password"],
    page: "/register",
    kept: ["link", "display_name", "local_id"],
    async handle(ctx, input, _, bounded) {
      const { participantId } = await completeRegistration(ctx.app, ctx.tenant, input, ctx.address);
      return enter(ctx, bounded, participantId, "/");
    },
  });
}

/** `POST /auth/forgot`: asks for a mail with a link. The answer is the same whoever has the address. */
export function answerForgot(request: Request): Promise<Response> {
  return formDoor(request, {
    input: forgotPasswordInput,
    fields: ["email"],
    page: "/forgot",
    kept: ["email"],
    async handle(ctx, input) {
      await forgotPassword(ctx.app, ctx.tenant, input, ctx.address);
      return seeOther("/forgot?notice=mail-sent");
    },
  });
}

/** `POST /auth/reset`: sets a password with the link of a reset or an invitation, and signs in anew. */
export function answerReset(request: Request): Promise<Response> {
  return formDoor(request, {
    input: resetPasswordInput,
    fields: ["link", "password"],
    page: "/reset",
    kept: ["link"],
    async handle(ctx, input, _, bounded) {
      const { participantId } = await resetPassword(ctx.app, ctx.tenant, input, ctx.address);
      return enter(ctx, bounded, participantId, "/");
    },
  });
}

/** `POST /auth/setup`: makes the first owner of a production instance with the code that its start printed. */
export function answerSetup(request: Request): Promise<Response> {
  return formDoor(request, {
    input: setupInput,
    fields: ["code", "email", "display_name", "local_id", "password"],
    page: "/setup",
    kept: ["email", "display_name", "local_id"],
    async handle(ctx, input, _, bounded) {
      const { participantId } = await makeFirstOwner(ctx.app, ctx.tenant, input, ctx.address);
      return enter(ctx, bounded, participantId, "/");
    },
  });
}
