import { say, sayCount } from "#/client/language/say.ts";
import { errorTable, isErrorCode } from "#/domain/errors.ts";

/** Repeats `minPasswordLength` of the domain, whose file brings schemas that no browser needs; a test holds them together. */
export const passwordLength = 10;

export const passwordRule = () =>
  say("At least {count} characters. A few unrelated words make a good one.", { count: passwordLength });
export const shortNameRule = () => say("How others mention you. Lower-case letters, digits, dots and dashes.");

/** What a door answered in `?error=`, in words, and the field that it is about. */
export type DoorProblem = { readonly field: string | undefined; readonly text: string };

const problems: Record<string, DoorProblem> = {
  unknown: {
    field: undefined,
    get text() {
      return say("That person can't sign in here. Choose another.");
    },
  },
  SW_AUTH_BAD_CREDENTIALS: {
    field: "password",
    get text() {
      return say("That name and password don't match. Check both, or set a new password.");
    },
  },
  SW_AUTH_DEACTIVATED: {
    field: undefined,
    get text() {
      return say("This account is deactivated. An admin can reactivate it.");
    },
  },
  SW_AUTH_WEAK_PASSWORD: {
    field: "password",
    get text() {
      return say("Too easy to guess: choose a longer one, without your name or mail address in it.");
    },
  },
  SW_AUTH_LINK_INVALID: {
    field: undefined,
    get text() {
      return say("This link was used already or has expired. Ask for a new one.");
    },
  },
  SW_AUTH_SETUP_CODE: {
    field: "code",
    get text() {
      return say(
        "That is not the code, or it was used already. Copy it from what the server printed when it first started.",
      );
    },
  },
  SW_AUTH_REGISTRATION_CLOSED: {
    field: undefined,
    get text() {
      return say("This server takes new people by invitation only. Ask an admin to invite you.");
    },
  },
  SW_AUTH_OIDC_FAILED: {
    field: undefined,
    get text() {
      return say("Signing in with the provider didn't work. Try again.");
    },
  },
  SW_NAME_TAKEN: {
    field: "local_id",
    get text() {
      return say("Someone here has this short name already. Choose another.");
    },
  },
  SW_EMAIL_TAKEN: {
    field: "email",
    get text() {
      return say("Someone here has this mail address already. Sign in instead.");
    },
  },
  SW_TENANT_CAPACITY: {
    field: undefined,
    get text() {
      return say("This server has as many people as it may. An admin can make room.");
    },
  },
  SW_RATE_LIMIT_EXCEEDED: {
    field: undefined,
    get text() {
      return say("Too many tries. Wait a few minutes, then try again.");
    },
  },
  SW_AUTH_BAD_ORIGIN: {
    field: undefined,
    get text() {
      return say("The form came from another address. Open this page anew and try again.");
    },
  },
  SW_BAD_REQUEST: {
    field: undefined,
    get text() {
      return say("Something is missing or not of the form it needs. Check each field.");
    },
  },
};

/** Never repeats what the address says: an unknown code is one sentence of ours. */
export function doorProblem(code: string | undefined): DoorProblem | undefined {
  if (!code) return undefined;
  const known = Object.hasOwn(problems, code) ? problems[code] : undefined;
  if (known) return known;
  return {
    field: undefined,
    text: isErrorCode(code) ? say(errorTable[code][1]) : say("Signing in didn't work. Try again."),
  };
}

const notices: Record<string, string> = {
  get "password-changed"() {
    return say("Your password is changed. Sign in with the new one.");
  },
  get "mail-sent"() {
    return say("If that address has an account here, a mail with a link is on its way.");
  },
};

export function doorNotice(notice: string | undefined): string | undefined {
  return notice && Object.hasOwn(notices, notice) ? notices[notice] : undefined;
}

type Values = Readonly<Record<string, string>>;

/** What each field lacks, in the order of the form. The server decides; this only saves the way there and back. */
export function missingIn(values: Values): Record<string, string> {
  const found: Record<string, string> = {};
  const lack = (field: string, text: string | undefined) => {
    if (text && field in values) found[field] = text;
  };
  lack("code", values.code?.trim() ? undefined : say("Paste the setup code."));
  lack("login", values.login?.trim() ? undefined : say("Write your mail address or short name."));
  lack("email", mailProblem(values.email ?? ""));
  lack("display_name", values.display_name?.trim() ? undefined : say("Write your name."));
  lack("local_id", shortNameProblem(values.local_id ?? ""));
  const isNew = "local_id" in values || "link" in values;
  lack(
    "password",
    values.password ? (isNew ? newPasswordProblem(values.password) : undefined) : say("Write the password."),
  );
  return found;
}

export function mailProblem(mail: string): string | undefined {
  if (!mail.trim()) return say("Write a mail address.");
  return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(mail.trim()) ? undefined : say("That mail address is not complete.");
}

export function shortNameProblem(name: string): string | undefined {
  if (!name) return say("Write a short name.");
  return /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/.test(name)
    ? undefined
    : say("Use lower-case letters, digits, dots and dashes, with a letter or digit at both ends.");
}

export function newPasswordProblem(password: string): string | undefined {
  const lacking = passwordLength - [...password].length;
  if (lacking <= 0) return undefined;
  return sayCount(lacking, "{count} more character needed.", "{count} more characters needed.");
}

/** `Ana de Vries` becomes `ana.de.vries`: offered until one writes another. */
export function shortNameOf(displayName: string): string {
  return displayName
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, ".")
    .slice(0, 40)
    .replace(/^\.+|\.+$/g, "");
}
