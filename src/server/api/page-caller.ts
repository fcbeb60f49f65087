import { createRequestContext, type RequestContext } from "#/server/api/request-context.ts";
import { createCaller } from "#/server/api/router.ts";
import { type LinkPage, linkPage, type SignInPage, signInPage } from "#/server/identity/sign-in-page.ts";
import { currentApp } from "#/server/start.ts";

/** What a page that is being rendered may ask: the procedures, in this process, with the request's own context. */
export type Pages = {
  call(): Promise<ReturnType<typeof createCaller>>;
  signIn(): Promise<SignInPage>;
  /** What a mailed link is for, without using it up; null when it leads nowhere. */
  link(secret: string): Promise<LinkPage | null>;
};

/** For one request; its tenant and actor are read once, at the first question. */
export function pagesOf(request: Request, setCookie: (cookie: string) => void): Pages {
  let context: Promise<RequestContext> | undefined;
  const contextOnce = () => {
    context ??= currentApp().then(async (app) => {
      const ctx = await createRequestContext(app, request);
      for (const cookie of ctx.setCookies) setCookie(cookie);
      return ctx;
    });
    return context;
  };
  return {
    call: async () => createCaller(await contextOnce()),
    signIn: async () => {
      const { app, tenant } = await contextOnce();
      return signInPage(app, tenant);
    },
    link: async (secret) => {
      const { app, tenant } = await contextOnce();
      return linkPage(app, tenant, secret);
    },
  };
}
