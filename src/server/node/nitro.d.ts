declare module "#nitro-internal-pollyfills";
declare module "nitropack/runtime/internal" {
  export function trapUnhandledNodeErrors(): void;
}
