/** Begins something once its code is there, unless it is over by then. The answer ends it; offline it does not begin. */
export function later<Module>(code: Promise<Module>, begin: (module: Module) => () => void): () => void {
  let isOver = false;
  let end: (() => void) | undefined;
  code.then(
    (module) => {
      if (!isOver) end = begin(module);
    },
    () => undefined,
  );
  return () => {
    isOver = true;
    end?.();
  };
}
