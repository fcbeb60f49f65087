import { Ajv, type ValidateFunction } from "ajv";

type Schema = Readonly<Record<string, unknown>>;

// One of its own for each schema: a shared one would keep the schemas of dynamic tools for ever.
const validators = new WeakMap<Schema, ValidateFunction>();

/** What does not fit the schema, as a sentence for the model; null when everything does. */
export function problemWithArguments(schema: Schema, args: Schema): string | null {
  const validate = validators.get(schema) ?? compile(schema);
  if (validate(args)) return null;
  const [error] = validate.errors ?? [];
  const where = error?.instancePath ? `“${error.instancePath.slice(1)}” ` : "";
  const extra: unknown = error?.params.additionalProperty;
  const which = typeof extra === "string" ? ` (“${extra.slice(0, 64)}”)` : "";
  return `The arguments don't fit: ${where}${error?.message ?? "wrong form"}${which}.`;
}

function compile(schema: Schema): ValidateFunction {
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  validators.set(schema, validate);
  return validate;
}
