/** DOM id of a message, the same for its links. */
export function messageDomId(id: string): string {
  return `m-${id}`;
}
