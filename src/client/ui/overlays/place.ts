export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type Size = { readonly width: number; readonly height: number };
export type Side = "below" | "above" | "right" | "left";
export type Align = "start" | "centre" | "end";
export type Placement = { readonly side: Side; readonly align: Align };
export type Spot = { readonly x: number; readonly y: number };

const GAP = 4;
const EDGE = 8;

/**
 * Where a surface goes beside its anchor, in window pixels: on the wanted side if it fits, else on the opposite one if
 * that has more room, and always 8 px inside the window. `right` and `left` are physical: mirror them before calling.
 */
export function place(anchor: Box, surface: Size, room: Size, wanted: Placement): Spot {
  const side = fittingSide(anchor, surface, room, wanted.side);
  const vertical = side === "below" || side === "above";
  const x = vertical
    ? along(anchor.x, anchor.width, surface.width, wanted.align)
    : side === "right"
      ? anchor.x + anchor.width + GAP
      : anchor.x - GAP - surface.width;
  const y = vertical
    ? side === "below"
      ? anchor.y + anchor.height + GAP
      : anchor.y - GAP - surface.height
    : along(anchor.y, anchor.height, surface.height, wanted.align);
  return {
    x: Math.round(clamp(x, EDGE, room.width - surface.width - EDGE)),
    y: Math.round(clamp(y, EDGE, room.height - surface.height - EDGE)),
  };
}

/** Whether any of it shows through all of the frames at once. */
export function isInView(box: Box, frames: readonly Box[]): boolean {
  const all = [box, ...frames];
  const left = Math.max(...all.map(({ x }) => x));
  const top = Math.max(...all.map(({ y }) => y));
  const right = Math.min(...all.map(({ x, width }) => x + width));
  const bottom = Math.min(...all.map(({ y, height }) => y + height));
  return left < right && top < bottom;
}

function fittingSide(anchor: Box, surface: Size, room: Size, wanted: Side): Side {
  const free: Record<Side, number> = {
    below: room.height - anchor.y - anchor.height,
    above: anchor.y,
    right: room.width - anchor.x - anchor.width,
    left: anchor.x,
  };
  const opposite = ({ below: "above", above: "below", right: "left", left: "right" } as const)[wanted];
  const need = GAP + EDGE + (wanted === "below" || wanted === "above" ? surface.height : surface.width);
  return free[wanted] >= need || free[wanted] >= free[opposite] ? wanted : opposite;
}

function along(start: number, length: number, size: number, align: Align): number {
  if (align === "start") return start;
  return align === "end" ? start + length - size : start + (length - size) / 2;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
