export type TipAttributes = { readonly "data-tip": string | undefined; readonly "data-tip-keys": string | undefined };

/**
 * Attributes that make an element show a tooltip through the one `TooltipHost`; `keys` is its shortcut, as printed.
 * A tooltip never carries the only name of a control.
 */
export function tip(text: string | undefined, keys?: string | undefined): TipAttributes {
  return { "data-tip": text, "data-tip-keys": keys };
}
