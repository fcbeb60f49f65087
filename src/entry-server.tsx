// @refresh reload
import { createHandler, StartServer } from "@solidjs/start/server";
import { appearanceOf } from "#/client/shell/appearance.ts";

export default createHandler(
  (event) => {
    const appearance = appearanceOf(event.request.headers.get("cookie"));
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
