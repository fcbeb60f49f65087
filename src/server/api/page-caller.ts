import { getRequestEvent } from "solid-js/web";
import { createRequestContext, type RequestContext } from "#/server/api/request-context.ts";
import { createCaller } from "#/server/api/router.ts";
import { type SignInPage, signInPage } from "#/server/identity/sign-in-page.ts";
import { currentApp } from "#/server/start.ts";

const contexts = new WeakMap<Request, Promise<RequestContext>>();

/** The context of the page being rendered: made once for its request, whatever the page asks. */
function pageContext(): Promise<RequestContext> {
  const event = getRequestEvent();
  if (!event) throw new Error("Pages are rendered for a request.");
  const known = contexts.get(event.request);
  if (known) return known;
  const made = currentApp().then(async (app) => {
    const ctx = await createRequestContext(app, event.request);
    for (const cookie of ctx.setCookies) event.response.headers.append("set-cookie", cookie);
    return ctx;
  });
  contexts.set(event.request, made);
  return made;
}

/** The procedures, called in this process with the request's own context while its page renders. */
export async function pageCaller() {
  return createCaller(await pageContext());
}

export async function loadSignInPage(): Promise<SignInPage> {
  const { app, tenant } = await pageContext();
  return signInPage({ database: app.database, demo: app.config.mode === "demo" }, tenant);
}
