import pino from "pino";

/** The server's own lines. Secrets are redacted by name as a second line of defence; nothing should pass them in. */
export const log = pino({
  level: process.env.SCAIWAVE_LOG ?? "warn",
  redact: {
    paths: ["token", "secret", "cookie", "password", "*.token", "*.secret", "*.cookie", "*.password"],
    censor: "[redacted]",
  },
});
