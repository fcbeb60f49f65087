/** A page of a list that is asked for by `limit` and `offset`. */
export type Page<T> = { items: T[]; has_more: boolean };

/** Reads one row more than was asked for: whether it is there tells whether a next page is. */
export async function pageOf<Input extends { limit: number }, T>(
  input: Input,
  list: (input: Input) => Promise<T[]>,
): Promise<Page<T>> {
  const found = await list({ ...input, limit: input.limit + 1 });
  return { items: found.slice(0, input.limit), has_more: found.length > input.limit };
}
