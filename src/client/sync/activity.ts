import { type DeviceState, heartbeatMs } from "#/domain/presence/rules.ts";

/** Without a key, a pointer or a scroll for this long a device is idle (the protocol's value). */
const idleAfterMs = 5 * 60_000;
const signs = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll", "focus"] as const;

/**
 * Reports this device's presence: at once when it changes, and as a heartbeat in between. Hidden pages go on reporting, and
 * so become idle rather than absent: offline means signed in nowhere. The answer ends it.
 */
export function watchActivity(target: EventTarget, report: (state: DeviceState) => void): () => void {
  let activeAt = Date.now();
  let told: DeviceState = "online";
  const tell = () => {
    told = Date.now() - activeAt < idleAfterMs ? "online" : "idle";
    report(told);
  };
  const active = () => {
    activeAt = Date.now();
    if (told === "idle") tell();
  };
  const options = { passive: true, capture: true } as const;
  for (const sign of signs) target.addEventListener(sign, active, options);
  const timer = setInterval(tell, heartbeatMs);
  return () => {
    clearInterval(timer);
    for (const sign of signs) target.removeEventListener(sign, active, options);
  };
}
