/**
 * What went wrong between us and the identity provider. `message` is our own sentence for our own log: it never holds a
 * token, a code or anything the provider wrote.
 */
export class ProviderFault extends Error {
  override readonly name = "ProviderFault";
  /** `unreachable`: no usable answer in time. `expired`: a token past its time. `refused`: anything else. */
  readonly kind: "unreachable" | "refused" | "expired";

  constructor(kind: "unreachable" | "refused" | "expired", message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.kind = kind;
  }
}
