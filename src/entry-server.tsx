// @refresh reload
import { createHandler, StartServer } from "@solidjs/start/server";
import { Show } from "solid-js";
import { getRequestEvent } from "solid-js/web";
import { de } from "#/client/language/de.ts";
import { nl } from "#/client/language/nl.ts";
import { english, type Language, type Spoken, speakByRequest } from "#/client/language/say.ts";
import { appearanceBy } from "#/client/shell/appearance-of-request.ts";

const spoken: Record<Language, Spoken> = {
  en: english,
  nl: { language: "nl", sentences: nl },
  de: { language: "de", sentences: de },
};

speakByRequest(() => {
  const event = getRequestEvent();
  if (!event) return english;
  event.locals.spoken ??= spoken[appearanceBy(event.request).language];
  return event.locals.spoken as Spoken;
});

/** The browser asks for the dictionary together with the scripts, not after them. */
function dictionary(language: Language): string | undefined {
  if (language === "en") return undefined;
  return import.meta.env.MANIFEST.client?.inputs[`src/client/language/${language}.ts`]?.output.path;
}

export default createHandler(
  (event) => {
    const appearance = appearanceBy(event.request);
    return (
      <StartServer
        document={({ assets, children, scripts }) => (
          <html
            lang={appearance.language}
            data-theme={appearance.theme}
            data-density={appearance.density}
            data-contrast={appearance.contrast}
            data-text={appearance.text}
          >
            <head>
              <meta charset="utf-8" />
              <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
              <meta name="color-scheme" content="light dark" />
              <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
              <Show when={dictionary(appearance.language)}>{(path) => <link rel="modulepreload" href={path()} />}</Show>
              {assets}
            </head>
            <body>
              <div id="app">{children}</div>
              {scripts}
            </body>
          </html>
        )}
      />
    );
  },
  (event) => ({ mode: "async", nonce: event.locals.nonce as string }),
);
